/// One value of a kind known at run time: what templates print, what forms and JSON carry, what a query is bound to.
///
///     Value title = "Hello";
///     Value tags = Value::list({"a", "b"});
///     Value post = a_post;                  // a described struct: refers to an lvalue, owns an rvalue
///     post.attribute("author")              // by field, property or item name
///     title.str(), title.truthy()
#pragma once
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/base/date_time.hpp>
#include <portico/base/decimal.hpp>
#include <portico/base/type_slot.hpp>
#include <portico/base/uuid.hpp>

namespace portico {

class Value;
class Map;
class Dynamic;
using List = std::vector<Value>;

/// Text that is HTML already: never escaped again.
struct Html {
    std::string text{};
    bool operator==(const Html&) const = default;
};

/// Raw bytes.
struct Bytes {
    std::string data{};
    bool operator==(const Bytes&) const = default;
};

/// Text that lives elsewhere, at least as long as the value.
struct BorrowedText {
    std::string_view text{};
};

/// A described struct that the value refers to, or owns with others.
struct StructRef {
    const TypeInfo* const* type = nullptr;  // filled when the type is installed
    const void* object = nullptr;
    std::shared_ptr<const void> owner{};
};

template <class T>
concept DescribedStruct = std::is_class_v<T> && std::is_aggregate_v<T> && !std::derived_from<T, Dynamic> &&
                          !std::same_as<T, Html> && !std::same_as<T, Bytes> && !std::same_as<T, Time> &&
                          !std::same_as<T, Uuid> && !std::same_as<T, BorrowedText> && !std::same_as<T, StructRef>;

class Value {
public:
    enum class Type {
        null, boolean, integer, number, text, html, bytes, decimal, date, time, date_time, duration, uuid, list, map,
        structure, dynamic
    };

    Value() noexcept;
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();

    Value(std::nullptr_t) : Value() {}
    template <std::same_as<bool> B> Value(B b) : Value(Tagged{}, b) {}
    template <class I>
        requires(std::integral<I> && !std::same_as<I, bool> && !std::same_as<I, char>)
    Value(I i) : Value(Tagged{}, static_cast<std::int64_t>(i)) {}
    template <std::floating_point D> Value(D d) : Value(Tagged{}, static_cast<double>(d)) {}
    template <std::size_t N> Value(const char (&literal)[N]) : Value(std::string_view(literal)) {}
    Value(std::string text);
    Value(std::string_view text);
    Value(BorrowedText text);
    Value(Html html);
    Value(Bytes bytes);
    Value(Decimal decimal);
    Value(Date date);
    Value(Time time);
    Value(DateTime moment);
    Value(Duration duration);
    Value(Uuid uuid);
    Value(List list);
    Value(Map map);
    Value(StructRef structure);
    Value(std::shared_ptr<const Dynamic> dynamic);
    template <class T> Value(const std::optional<T>& optional) : Value() {
        if (optional) *this = Value(*optional);
    }
    /// Refers to an lvalue …
    template <DescribedStruct T> Value(const T& object) : Value(StructRef{&type_slot<T>, &object, nullptr}) {}
    /// … and owns an rvalue.
    template <class T>
        requires(!std::is_lvalue_reference_v<T> && DescribedStruct<std::remove_cv_t<T>>)
    Value(T&& object) : Value() {
        auto owner = std::make_shared<T>(std::move(object));
        *this = Value(StructRef{&type_slot<T>, owner.get(), owner});
    }
    template <std::derived_from<Dynamic> T> Value(const T& dynamic)
        : Value(std::shared_ptr<const Dynamic>(std::shared_ptr<const void>(), &dynamic)) {}
    template <class T>
        requires(!std::is_lvalue_reference_v<T> && std::derived_from<std::remove_cv_t<T>, Dynamic>)
    Value(T&& dynamic) : Value(std::shared_ptr<const Dynamic>(std::make_shared<T>(std::move(dynamic)))) {}
    template <class T>
        requires(!std::same_as<T, Value> && std::constructible_from<Value, const T&>)
    Value(const std::vector<T>& items);
    template <class T>
        requires(!std::same_as<std::remove_cv_t<T>, char>)
    Value(T*) = delete;

    static Value list(List items = {});
    static Value map(Map map);

    Type type() const noexcept;
    bool is_null() const noexcept { return type() == Type::null; }
    bool is_text() const noexcept { return type() == Type::text || type() == Type::html; }

    /// The alternative, or null when the value is of another type. Borrowed and owned text are both `as_text()`.
    const bool* as_boolean() const& noexcept;
    const std::int64_t* as_integer() const& noexcept;
    const double* as_number() const& noexcept;
    std::optional<std::string_view> as_text() const& noexcept;  // text and html
    const Bytes* as_bytes() const& noexcept;
    const Decimal* as_decimal() const& noexcept;
    const Date* as_date() const& noexcept;
    const Time* as_time() const& noexcept;
    const DateTime* as_date_time() const& noexcept;
    const Duration* as_duration() const& noexcept;
    const Uuid* as_uuid() const& noexcept;
    const List* as_list() const& noexcept;
    const Map* as_map() const& noexcept;
    /// Of a temporary value, which is gone when its pointer is looked at: a copy.
    std::optional<bool> as_boolean() &&;
    std::optional<std::int64_t> as_integer() &&;
    std::optional<double> as_number() &&;
    std::optional<std::string> as_text() &&;
    std::optional<Bytes> as_bytes() &&;
    std::optional<Decimal> as_decimal() &&;
    std::optional<Date> as_date() &&;
    std::optional<Time> as_time() &&;
    std::optional<DateTime> as_date_time() &&;
    std::optional<Duration> as_duration() &&;
    std::optional<Uuid> as_uuid() &&;
    std::optional<List> as_list() &&;
    std::optional<Map> as_map() &&;
    const StructRef* as_struct() const noexcept;
    const Dynamic* as_dynamic() const noexcept;

    /// As Python and Django see it: null, false, 0, "", and empty lists and maps are false.
    bool truthy() const;
    /// As a person reads it (Django's str): "None", "True", "1.5", ISO dates, a struct's display.
    std::string str() const;
    /// Appends `str()` without a copy where there is one already.
    void append_to(std::string& out) const;
    /// A field, a property or an item of that name; nothing where there is none.
    std::optional<Value> attribute(std::string_view name) const;
    /// The item at that place of a list; nothing beyond its end.
    std::optional<Value> at(std::size_t index) const;
    /// The number of items, or of code points in a text; nothing for what has no length.
    std::optional<std::size_t> size() const;
    /// Calls `visit` for each item of a list, each key of a map, each item of an iterable; false when the value is not iterable.
    /// `visit` returns false to stop.
    bool each(const std::function<bool(const Value&)>& visit) const;
    /// The same value with nothing borrowed: text is copied, structs stay as they are.
    Value owned() const;

    /// As Python compares: 1 == 1.0 == Decimal(1); values of kinds that don't compare are unequal and unordered.
    friend bool operator==(const Value& a, const Value& b);
    friend std::partial_ordering operator<=>(const Value& a, const Value& b);

private:
    struct Tagged {};
    Value(Tagged, bool b) noexcept;
    Value(Tagged, std::int64_t i) noexcept;
    Value(Tagged, double d) noexcept;

    // A std::variant of all the above, known to value.cpp alone: its copies and moves would cost every file of views a tenth of a
    // second of compiling.
    struct Data;
    Data& data() noexcept;
    const Data& data() const noexcept;
    template <class T> void put(T value) noexcept;

    alignas(8) std::byte storage_[40];
};

/// Names to values in the order of insertion.
class Map {
public:
    using Entry = std::pair<std::string, Value>;
    Map() = default;
    Map(std::initializer_list<Entry> entries) : entries_(entries) {}

    const Value* find(std::string_view name) const;
    Value* find(std::string_view name);
    /// Replaces the value of that name or adds it at the end.
    void set(std::string_view name, Value value);
    /// Adds at the end without looking for the name: for building. A name added twice must be removed with `dedupe()`.
    void append(std::string name, Value value) { entries_.emplace_back(std::move(name), std::move(value)); }
    /// Of entries with the same name keeps the last value, at the place of the first.
    void dedupe();
    bool erase(std::string_view name);
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    std::size_t size() const { return entries_.size(); }
    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    auto begin() { return entries_.begin(); }
    auto end() { return entries_.end(); }
    friend bool operator==(const Map& a, const Map& b);

private:
    std::vector<Entry> entries_;
};

/// What a room hands to templates that is more than data: a query set, a form, a page, a request.
/// Each function says "not supported" by default.
class Dynamic {
public:
    virtual ~Dynamic() = default;
    virtual std::optional<Value> attribute(std::string_view name) const;
    virtual std::optional<Value> at(std::size_t index) const;
    virtual bool truthy() const { return true; }
    virtual std::string str() const = 0;
    /// Its own HTML form, which is not escaped: a form, a bound field.
    virtual std::optional<Html> html() const { return std::nullopt; }
    virtual bool each(const std::function<bool(const Value&)>& visit) const;
    virtual std::optional<std::size_t> size() const { return std::nullopt; }
    /// What a template gets that names it: a function's result. By default the object itself (nothing).
    virtual std::optional<Value> call() const { return std::nullopt; }
};

/// A function without arguments that a template may name.
Value callable(std::function<Value()> function);

template <class T>
    requires(!std::same_as<T, Value> && std::constructible_from<Value, const T&>)
Value::Value(const std::vector<T>& items) : Value() {
    List list;
    list.reserve(items.size());
    for (const auto& item : items) list.emplace_back(item);
    *this = Value(std::move(list));
}

}  // namespace portico
