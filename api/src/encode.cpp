#include <portico/api/codec.hpp>

#include <portico/base/json.hpp>

namespace portico::api {

namespace {

void encode_struct(std::string& out, const TypeInfo& type, const void* object) {
    type.complete(object);
    out += '{';
    bool first = true;
    for (const auto& field : type.fields) {
        if (field.hidden) continue;
        if (!first) out += ',';
        first = false;
        append_json_string(out, field.key());
        out += ':';
        encode_json(out, *field.type, field.in(object));
    }
    out += '}';
}

void encode_list(std::string& out, const FieldType& type, const void* list) {
    out += '[';
    for (std::size_t i = 0, n = type.length(list); i < n; ++i) {
        if (i > 0) out += ',';
        encode_json(out, *type.element, type.item(list, i));
    }
    out += ']';
}

}  // namespace

void encode_json(std::string& out, const FieldType& type, const void* value) {
    if (type.optional) {
        const void* inner = type.inner(value);
        if (!inner) return void(out += "null");
        return encode_json(out, *type.element, inner);
    }
    switch (type.kind) {
        case Kind::structure: return encode_struct(out, type.structure(), value);
        case Kind::list: return encode_list(out, type, value);
        default: append_json(out, type.get(value));
    }
}

}  // namespace portico::api
