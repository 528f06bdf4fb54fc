#include <portico/api/codec.hpp>
#include <portico/api/detail/constraints.hpp>

#include <simdjson.h>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "scalar.hpp"

namespace portico::api {

namespace {

using detail::Scalar;
using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr std::size_t deepest = 200;

Value to_value(element json) {
    switch (json.type()) {
        case element_type::ARRAY: {
            List list;
            for (element item : simdjson::dom::array(json)) list.push_back(to_value(item));
            return Value(std::move(list));
        }
        case element_type::OBJECT: {
            Map map;
            for (auto [name, item] : simdjson::dom::object(json)) map.append(std::string(name), to_value(item));
            map.dedupe();
            return Value(std::move(map));
        }
        case element_type::INT64: return Value(std::int64_t(json));
        case element_type::UINT64: return Value(static_cast<double>(std::uint64_t(json)));
        case element_type::DOUBLE: return Value(double(json));
        case element_type::STRING: return Value(std::string(std::string_view(json)));
        case element_type::BOOL: return Value(bool(json));
        default: return Value();
    }
}

Scalar to_scalar(element json) {
    Scalar scalar;
    switch (json.type()) {
        case element_type::ARRAY: scalar.kind = Scalar::Kind::array; break;
        case element_type::OBJECT: scalar.kind = Scalar::Kind::object; break;
        case element_type::INT64:
            scalar.kind = Scalar::Kind::integer;
            scalar.integer = json;
            break;
        case element_type::UINT64:
            scalar.kind = Scalar::Kind::integer;
            scalar.too_large = true;
            break;
        case element_type::DOUBLE:
            scalar.kind = Scalar::Kind::number;
            scalar.number = json;
            break;
        case element_type::STRING:
            scalar.kind = Scalar::Kind::text;
            scalar.text = json;
            break;
        case element_type::BOOL:
            scalar.kind = Scalar::Kind::boolean;
            scalar.boolean = json;
            break;
        default: break;
    }
    return scalar;
}

/// Walks the document beside the type.
class Decoder {
public:
    explicit Decoder(Errors& errors) : errors_(errors) {}

    void value(element json, const FieldType& type, const FieldInfo* field, void* target, const Location& location) {
        auto before = errors_.size();
        const FieldType& plain = type.optional ? *type.element : type;
        bool null = json.is_null();
        if (type.optional && null) return type.reset(target);
        void* inner = type.optional ? type.emplace(target) : target;
        switch (plain.kind) {
            case Kind::list: list(json, plain, inner, location); break;
            case Kind::structure: object(json, plain.structure(), inner, location); break;
            case Kind::json: plain.set(inner, to_value(json)); break;
            default: scalar(json, plain, inner, location);
        }
        if (!field || errors_.size() != before) return;
        detail::check_constraints(*field, type, target, location, errors_);
        for (auto i = before; i < errors_.size(); ++i) errors_[i].input = to_value(json);
    }

private:
    void scalar(element json, const FieldType& type, void* target, const Location& location) {
        if (auto failed = detail::store_scalar(to_scalar(json), type, target)) {
            errors_.push_back({failed.type, location.path(), failed.msg, to_value(json), failed.ctx});
        }
    }

    void list(element json, const FieldType& type, void* target, const Location& location) {
        simdjson::dom::array items;
        if (json.get(items) != simdjson::SUCCESS) {
            errors_.push_back({"list_type", location.path(), "Input should be a valid list", to_value(json), {}});
            return;
        }
        type.clear(target);
        std::size_t index = 0;
        for (element item : items) {
            Location place{&location, {}, index++, true};
            value(item, *type.element, nullptr, type.append(target), place);
        }
    }

    void object(element json, const TypeInfo& type, void* target, const Location& location) {
        simdjson::dom::object members;
        if (json.get(members) != simdjson::SUCCESS) {
            errors_.push_back({"model_attributes_type", location.path(),
                               "Input should be a valid dictionary or object to extract fields from", to_value(json), {}});
            return;
        }
        auto before = errors_.size();
        for (const auto& field : type.fields) {
            element member;
            Location place{&location, field.key(), 0, false};
            if (members[field.key()].get(member) == simdjson::SUCCESS) {
                value(member, *field.type, &field, field.in(target), place);
            } else if (field.must_be_sent()) {
                errors_.push_back({"missing", place.path(), "Field required", to_value(json), {}});
            } else if (field.default_value) {
                field.set(target, *field.default_value);
            }
        }
        if (errors_.size() != before) return;
        detail::check_rules(type, target, location, errors_);
        for (auto i = before; i < errors_.size(); ++i) errors_[i].input = to_value(json);
    }

    Errors& errors_;
};

bool too_deep(std::string_view json) {
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        char c = json[i];
        if (in_text) {
            if (c == '\\') ++i;
            if (c == '"') in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

/// nlohmann's parser says better than simdjson's where a document is broken; it runs only on broken ones.
void add_syntax_error(std::string_view json, std::string_view reason, Errors& errors) {
    std::size_t position = 0;
    std::string why(reason);
    try {
        parse_json(json);
    } catch (const JsonError& error) {
        position = error.position();
        why = error.what();
    }
    errors.push_back({"json_invalid", {Value("body"), Value(position)}, "JSON decode error", Value(Map{}), {{"error", why}}});
}

}  // namespace

bool decode_json(std::string_view json, const FieldType& type, const FieldInfo* field, void* target, Errors& errors) {
    auto before = errors.size();
    simdjson::dom::parser parser;
    element document;
    auto parsed = too_deep(json) ? simdjson::DEPTH_ERROR : parser.parse(json.data(), json.size()).get(document);
    if (parsed != simdjson::SUCCESS) {
        add_syntax_error(json, simdjson::error_message(parsed), errors);
        return false;
    }
    Location body{nullptr, "body", 0, false};
    Decoder decoder(errors);
    decoder.value(document, type, field, target, body);
    return errors.size() == before;
}

}  // namespace portico::api
