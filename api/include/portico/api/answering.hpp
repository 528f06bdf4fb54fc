/// How what a handler gives back becomes a response. Specialise `Answer` for a type of one's own.
#pragma once
#include <optional>
#include <string>

#include <portico/api/answers.hpp>
#include <portico/api/codec.hpp>
#include <portico/api/operation.hpp>
#include <portico/base/field_types.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/response.hpp>

namespace portico::api {

namespace detail {
Response json_response(const FieldType& type, const void* value, int status);
}

template <class R> struct Answer {
    static void describe(Operation& operation) { operation.answer = &field_type<R>(); }
    static Response respond(const R& value) { return detail::json_response(field_type<R>(), &value, 200); }
};

template <> struct Answer<void> {
    static void describe(Operation& operation) { operation.status = 204; }
};

template <> struct Answer<Response> {
    static void describe(Operation&) {}
    static Response respond(Response response) { return response; }
};

template <class R> struct Answer<std::optional<R>> {
    static void describe(Operation& operation) {
        operation.answer = &field_type<R>();
        operation.may_be_missing = true;
    }
    static Response respond(const std::optional<R>& value) {
        if (!value) throw Http404();
        return Answer<R>::respond(*value);
    }
};

template <class R> struct Answer<Created<R>> {
    static void describe(Operation& operation) {
        operation.answer = &field_type<R>();
        operation.status = 201;
    }
    static Response respond(const Created<R>& created) { return detail::json_response(field_type<R>(), &created.value, 201); }
};

template <class R> struct Answer<Accepted<R>> {
    static void describe(Operation& operation) {
        operation.answer = &field_type<R>();
        operation.status = 202;
    }
    static Response respond(const Accepted<R>& taken) { return detail::json_response(field_type<R>(), &taken.value, 202); }
};

}  // namespace portico::api
