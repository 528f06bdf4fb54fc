#include <portico/api/codec.hpp>
#include <portico/api/detail/constraints.hpp>

#include "scalar.hpp"

namespace portico::api {

namespace {

using detail::Scalar;

Scalar text_scalar(std::string_view text) {
    Scalar scalar;
    scalar.kind = Scalar::Kind::text;
    scalar.text = text;
    return scalar;
}

void store(std::string_view text, const FieldType& type, void* target, const Location& location, Errors& errors) {
    if (auto failed = detail::store_scalar(text_scalar(text), type, target)) {
        errors.push_back({failed.type, location.path(), failed.msg, Value(text), failed.ctx});
    }
}

Value sent(const std::vector<std::string_view>& texts, bool list) {
    if (!list) return Value(texts.back());
    List all;
    for (auto text : texts) all.push_back(Value(text));
    return Value(std::move(all));
}

}  // namespace

bool decode_text(const std::vector<std::string_view>& texts, const FieldType& type, const FieldInfo* field, void* target,
                 const Location& location, Errors& errors) {
    auto before = errors.size();
    const FieldType& plain = type.optional ? *type.element : type;
    bool list = plain.kind == Kind::list;
    if (list) {
        void* items = type.optional ? type.emplace(target) : target;
        plain.clear(items);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            Location place{&location, {}, i, true};
            store(texts[i], *plain.element, plain.append(items), place, errors);
        }
    } else {
        store(texts.back(), type, target, location, errors);
    }
    if (field && errors.size() == before) {
        detail::check_constraints(*field, type, target, location, errors);
        for (auto i = before; i < errors.size(); ++i) errors[i].input = sent(texts, list);
    }
    return errors.size() == before;
}

}  // namespace portico::api
