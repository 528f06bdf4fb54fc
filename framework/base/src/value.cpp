#include <portico/base/value.hpp>

#include <charconv>
#include <cmath>
#include <new>
#include <utility>
#include <variant>

#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>

namespace portico {

namespace {

template <class... Cases> struct Overloaded : Cases... {
    using Cases::operator()...;
};

/// As Python's repr: the shortest digits that give the number back, "1.0" and not "1".
void append_number(std::string& out, double number) {
    if (std::isnan(number)) return void(out += "nan");
    if (std::isinf(number)) return void(out += number < 0 ? "-inf" : "inf");
    char buffer[40];
    auto magnitude = std::abs(number);
    bool scientific = magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16);
    auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
    auto end = std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr;
    std::string_view digits(buffer, static_cast<std::size_t>(end - buffer));
    out += digits;
    if (!scientific && digits.find('.') == std::string_view::npos) out += ".0";
}

void append_list(std::string& out, const List& list) {
    out += '[';
    for (const auto& item : list) {
        if (&item != &list.front()) out += ", ";
        if (item.is_text()) out += '\'';
        item.append_to(out);
        if (item.is_text()) out += '\'';
    }
    out += ']';
}

void append_map(std::string& out, const Map& map) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : map) {
        if (!first) out += ", ";
        first = false;
        out.append("'").append(name).append("': ");
        if (value.is_text()) out += '\'';
        value.append_to(out);
        if (value.is_text()) out += '\'';
    }
    out += '}';
}

/// As Python prints a moment: a space instead of T, "+00:00" for UTC.
std::string person_readable(DateTime moment) {
    return to_iso(date_of(moment)) + " " + to_iso(time_of(moment)) + "+00:00";
}

/// As Python's timedelta: "1 day, 2:03:04.500000".
std::string person_readable(Duration duration) {
    auto days = std::chrono::floor<std::chrono::days>(duration);
    Time time{duration - days};
    std::string out;
    if (days.count() != 0) out = std::to_string(days.count()) + (std::abs(days.count()) == 1 ? " day, " : " days, ");
    auto clock = to_iso(time);
    return out + (clock.front() == '0' ? clock.substr(1) : clock);
}

const TypeInfo* type_of(const StructRef& structure) { return structure.type ? *structure.type : nullptr; }

class Callable : public Dynamic {
public:
    explicit Callable(std::function<Value()> function) : function_(std::move(function)) {}
    std::string str() const override { return function_().str(); }
    std::optional<Value> call() const override { return function_(); }

private:
    std::function<Value()> function_;
};

}  // namespace

Value callable(std::function<Value()> function) { return Value(Callable(std::move(function))); }

struct Value::Data {
    std::variant<std::monostate, bool, std::int64_t, double, std::string, BorrowedText, Html, Bytes, Decimal, Date, Time, DateTime,
                 Duration, Uuid, std::shared_ptr<const List>, std::shared_ptr<const Map>, StructRef,
                 std::shared_ptr<const Dynamic>>
        variant{};
};

Value::Data& Value::data() noexcept { return *std::launder(reinterpret_cast<Data*>(storage_)); }
const Value::Data& Value::data() const noexcept { return *std::launder(reinterpret_cast<const Data*>(storage_)); }

/// Begins the life of the data.
template <class T> void Value::put(T value) noexcept {
    static_assert(sizeof(Data) <= sizeof(storage_) && alignof(Data) <= 8);
    ::new (static_cast<void*>(storage_)) Data{std::move(value)};
}

Value::Value() noexcept { put(std::monostate()); }
Value::Value(const Value& other) { ::new (static_cast<void*>(storage_)) Data(other.data()); }
Value::Value(Value&& other) noexcept { ::new (static_cast<void*>(storage_)) Data(std::move(other.data())); }
Value& Value::operator=(const Value& other) {
    data() = other.data();
    return *this;
}
Value& Value::operator=(Value&& other) noexcept {
    data() = std::move(other.data());
    return *this;
}
Value::~Value() { data().~Data(); }

Value::Value(Tagged, bool b) noexcept { put(b); }
Value::Value(Tagged, std::int64_t i) noexcept { put(i); }
Value::Value(Tagged, double d) noexcept { put(d); }
Value::Value(std::string text) { put(std::move(text)); }
Value::Value(std::string_view text) { put(std::string(text)); }
Value::Value(BorrowedText text) { put(text); }
Value::Value(Html html) { put(std::move(html)); }
Value::Value(Bytes bytes) { put(std::move(bytes)); }
Value::Value(Decimal decimal) { put(decimal); }
Value::Value(Date date) { put(date); }
Value::Value(Time time) { put(time); }
Value::Value(DateTime moment) { put(moment); }
Value::Value(Duration duration) { put(duration); }
Value::Value(Uuid uuid) { put(uuid); }
Value::Value(List list) { put(std::make_shared<const List>(std::move(list))); }
Value::Value(Map map) { put(std::make_shared<const Map>(std::move(map))); }
Value::Value(StructRef structure) { put(std::move(structure)); }
Value::Value(std::shared_ptr<const Dynamic> dynamic) { put(std::move(dynamic)); }

const bool* Value::as_boolean() const& noexcept { return std::get_if<bool>(&data().variant); }
const std::int64_t* Value::as_integer() const& noexcept { return std::get_if<std::int64_t>(&data().variant); }
const double* Value::as_number() const& noexcept { return std::get_if<double>(&data().variant); }
const Bytes* Value::as_bytes() const& noexcept { return std::get_if<Bytes>(&data().variant); }
const Decimal* Value::as_decimal() const& noexcept { return std::get_if<Decimal>(&data().variant); }
const Date* Value::as_date() const& noexcept { return std::get_if<Date>(&data().variant); }
const Time* Value::as_time() const& noexcept { return std::get_if<Time>(&data().variant); }
const DateTime* Value::as_date_time() const& noexcept { return std::get_if<DateTime>(&data().variant); }
const Duration* Value::as_duration() const& noexcept { return std::get_if<Duration>(&data().variant); }
const Uuid* Value::as_uuid() const& noexcept { return std::get_if<Uuid>(&data().variant); }
const StructRef* Value::as_struct() const noexcept { return std::get_if<StructRef>(&data().variant); }

template <class T> static std::optional<T> copied(const T* part) { return part ? std::optional<T>(*part) : std::nullopt; }

std::optional<bool> Value::as_boolean() && { return copied(std::as_const(*this).as_boolean()); }
std::optional<std::int64_t> Value::as_integer() && { return copied(std::as_const(*this).as_integer()); }
std::optional<double> Value::as_number() && { return copied(std::as_const(*this).as_number()); }
std::optional<Bytes> Value::as_bytes() && { return copied(std::as_const(*this).as_bytes()); }
std::optional<Decimal> Value::as_decimal() && { return copied(std::as_const(*this).as_decimal()); }
std::optional<Date> Value::as_date() && { return copied(std::as_const(*this).as_date()); }
std::optional<Time> Value::as_time() && { return copied(std::as_const(*this).as_time()); }
std::optional<DateTime> Value::as_date_time() && { return copied(std::as_const(*this).as_date_time()); }
std::optional<Duration> Value::as_duration() && { return copied(std::as_const(*this).as_duration()); }
std::optional<Uuid> Value::as_uuid() && { return copied(std::as_const(*this).as_uuid()); }
std::optional<List> Value::as_list() && { return copied(std::as_const(*this).as_list()); }
std::optional<Map> Value::as_map() && { return copied(std::as_const(*this).as_map()); }
std::optional<std::string> Value::as_text() && {
    auto text = std::as_const(*this).as_text();
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

Value Value::list(List items) { return Value(std::move(items)); }
Value Value::map(Map map) { return Value(std::move(map)); }

Value::Type Value::type() const noexcept {
    constexpr Type types[] = {Type::null,     Type::boolean, Type::integer, Type::number,    Type::text,      Type::text,
                              Type::html,     Type::bytes,   Type::decimal, Type::date,      Type::time,      Type::date_time,
                              Type::duration, Type::uuid,    Type::list,    Type::map,       Type::structure, Type::dynamic};
    return types[data().variant.index()];
}

std::optional<std::string_view> Value::as_text() const& noexcept {
    if (auto* owned = std::get_if<std::string>(&data().variant)) return *owned;
    if (auto* borrowed = std::get_if<BorrowedText>(&data().variant)) return borrowed->text;
    if (auto* html = std::get_if<Html>(&data().variant)) return html->text;
    return std::nullopt;
}

const List* Value::as_list() const& noexcept {
    auto* list = std::get_if<std::shared_ptr<const List>>(&data().variant);
    return list ? list->get() : nullptr;
}

const Map* Value::as_map() const& noexcept {
    auto* map = std::get_if<std::shared_ptr<const Map>>(&data().variant);
    return map ? map->get() : nullptr;
}

const Dynamic* Value::as_dynamic() const noexcept {
    auto* dynamic = std::get_if<std::shared_ptr<const Dynamic>>(&data().variant);
    return dynamic ? dynamic->get() : nullptr;
}

bool Value::truthy() const {
    return std::visit(Overloaded{
                          [](std::monostate) { return false; },
                          [](bool b) { return b; },
                          [](std::int64_t i) { return i != 0; },
                          [](double d) { return d != 0; },
                          [](const std::string& t) { return !t.empty(); },
                          [](const BorrowedText& t) { return !t.text.empty(); },
                          [](const Html& h) { return !h.text.empty(); },
                          [](const Bytes& b) { return !b.data.empty(); },
                          [](const Decimal& d) { return d != Decimal(); },
                          [](const Duration& d) { return d != Duration::zero(); },
                          [](const std::shared_ptr<const List>& list) { return !list->empty(); },
                          [](const std::shared_ptr<const Map>& map) { return !map->empty(); },
                          [](const std::shared_ptr<const Dynamic>& dynamic) { return dynamic->truthy(); },
                          [](const auto&) { return true; },
                      },
                      data().variant);
}

void Value::append_to(std::string& out) const {
    std::visit(Overloaded{
                   [&](std::monostate) { out += "None"; },
                   [&](bool b) { out += b ? "True" : "False"; },
                   [&](std::int64_t i) {
                       char buffer[24];
                       out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, i).ptr);
                   },
                   [&](double d) { append_number(out, d); },
                   [&](const std::string& t) { out += t; },
                   [&](const BorrowedText& t) { out += t.text; },
                   [&](const Html& h) { out += h.text; },
                   [&](const Bytes& b) { out += b.data; },
                   [&](const Decimal& d) { out += d.str(); },
                   [&](const Date& d) { out += to_iso(d); },
                   [&](const Time& t) { out += to_iso(t); },
                   [&](const DateTime& t) { out += person_readable(t); },
                   [&](const Duration& d) { out += person_readable(d); },
                   [&](const Uuid& u) { out += u.str(); },
                   [&](const std::shared_ptr<const List>& list) { append_list(out, *list); },
                   [&](const std::shared_ptr<const Map>& map) { append_map(out, *map); },
                   [&](const StructRef& s) {
                       if (auto* type = type_of(s)) out += type->str(s.object);
                   },
                   [&](const std::shared_ptr<const Dynamic>& dynamic) { out += dynamic->str(); },
               },
               data().variant);
}

std::string Value::str() const {
    std::string out;
    append_to(out);
    return out;
}

std::optional<Value> Value::attribute(std::string_view name) const {
    if (auto* structure = as_struct()) {
        auto* type = type_of(*structure);
        return type ? type->attribute(structure->object, name) : std::nullopt;
    }
    if (auto* map = as_map()) {
        auto* found = map->find(name);
        return found ? std::optional(*found) : std::nullopt;
    }
    if (auto* dynamic = as_dynamic()) return dynamic->attribute(name);
    return std::nullopt;
}

std::optional<Value> Value::at(std::size_t index) const {
    if (auto* list = as_list()) return index < list->size() ? std::optional((*list)[index]) : std::nullopt;
    if (auto* dynamic = as_dynamic()) return dynamic->at(index);
    if (auto text = as_text()) {
        auto rest = text->substr(text::prefix(*text, index).size());
        if (rest.empty()) return std::nullopt;
        return Value(text::prefix(rest, 1));
    }
    return std::nullopt;
}

std::optional<std::size_t> Value::size() const {
    if (auto* list = as_list()) return list->size();
    if (auto* map = as_map()) return map->size();
    if (auto text = as_text()) return text::length(*text);
    if (auto* bytes = as_bytes()) return bytes->data.size();
    if (auto* dynamic = as_dynamic()) return dynamic->size();
    return std::nullopt;
}

bool Value::each(const std::function<bool(const Value&)>& visit) const {
    if (auto* list = as_list()) {
        for (const auto& item : *list) {
            if (!visit(item)) break;
        }
        return true;
    }
    if (auto* map = as_map()) {
        for (const auto& [name, value] : *map) {
            if (!visit(Value(name))) break;
        }
        return true;
    }
    if (auto text = as_text()) {
        for (auto rest = *text; !rest.empty();) {
            auto letter = text::prefix(rest, 1);
            rest.remove_prefix(letter.size());
            if (!visit(Value(letter))) break;
        }
        return true;
    }
    auto* dynamic = as_dynamic();
    return dynamic && dynamic->each(visit);
}

Value Value::owned() const {
    if (auto* borrowed = std::get_if<BorrowedText>(&data().variant)) return Value(borrowed->text);
    if (auto* list = as_list()) {
        List copy;
        for (const auto& item : *list) copy.push_back(item.owned());
        return Value(std::move(copy));
    }
    if (auto* map = as_map()) {
        Map copy;
        for (const auto& [name, value] : *map) copy.append(name, value.owned());
        return Value(std::move(copy));
    }
    return *this;
}

std::optional<Value> Dynamic::attribute(std::string_view) const { return std::nullopt; }
std::optional<Value> Dynamic::at(std::size_t) const { return std::nullopt; }
bool Dynamic::each(const std::function<bool(const Value&)>&) const { return false; }

}  // namespace portico
