#include <algorithm>
#include <numeric>

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "escaping.hpp"
#include "expression.hpp"

namespace portico::templates {

namespace {

[[noreturn]] void not_a_sequence(const Value& value, std::string_view filter) {
    throw RenderError(std::string(filter) + " needs a list or text, got \"" + python_str(value) + "\"");
}

/// The items of a list or anything else that can be looped over.
std::optional<List> items_of(const Value& value) {
    if (auto* list = value.as_list()) return *list;
    List items;
    bool iterable = value.each([&items](const Value& item) {
        items.push_back(item);
        return true;
    });
    if (!iterable) return std::nullopt;
    return items;
}

/// What Python could index by number: not a mapping.
List sequence(const Value& value, std::string_view filter) {
    auto items = value.as_map() ? std::nullopt : items_of(value);
    if (!items) not_a_sequence(value, filter);
    return std::move(*items);
}

Value first(FilterCall& call) {
    if (auto* list = call.input.as_list()) return list->empty() ? Value("") : list->front();
    List items = sequence(call.input, "first");
    return items.empty() ? Value("") : items.front();
}

Value last(FilterCall& call) {
    List items = sequence(call.input, "last");
    return items.empty() ? Value("") : items.back();
}

Value random(FilterCall& call) {
    List items = sequence(call.input, "random");
    if (items.empty()) return Value("");
    auto bytes = random_bytes(4);
    std::size_t number = 0;
    for (char c : bytes) number = number * 256 + static_cast<unsigned char>(c);
    return items[number % items.size()];
}

Value length(FilterCall& call) { return Value(call.input.size().value_or(0)); }

Value length_is(FilterCall& call) {
    auto size = call.input.size();
    auto wanted = to_integer(*call.argument);
    if (!size || !wanted) return Value("");
    return Value(static_cast<std::int64_t>(*size) == *wanted);
}

Value join(FilterCall& call) {
    auto items = items_of(call.input);
    if (!items) return call.input;
    bool escape = call.autoescape();
    if (!escape && !call.argument->is_text()) return call.input;
    std::string separator = escape ? conditionally_escaped(*call.argument) : python_str(*call.argument);
    std::string out;
    for (std::size_t i = 0; i < items->size(); ++i) {
        if (i != 0) out += separator;
        const Value& item = (*items)[i];
        if (!escape && !item.is_text()) return call.input;
        out += escape ? conditionally_escaped(item) : python_str(item);
    }
    return Value(Html{std::move(out)});
}

/// Python's slice: start, stop and step, each of which may be missing.
struct Slice {
    std::optional<std::int64_t> start{}, stop{}, step{};

    static std::optional<Slice> parse(const std::string& text) {
        std::vector<std::optional<std::int64_t>> bounds;
        for (auto part : text::split(text, ':')) {
            if (part.empty()) {
                bounds.emplace_back();
                continue;
            }
            auto number = parse_integer(part);
            if (!number) return std::nullopt;
            bounds.push_back(number);
        }
        if (bounds.size() > 3 || (bounds.size() == 3 && bounds[2] == 0)) return std::nullopt;
        if (bounds.size() == 1) return Slice{std::nullopt, bounds[0], std::nullopt};
        return Slice{bounds[0], bounds[1], bounds.size() == 3 ? bounds[2] : std::nullopt};
    }

    std::vector<std::size_t> indexes(std::size_t size) const {
        auto length = static_cast<std::int64_t>(size);
        std::int64_t by = step.value_or(1);
        std::int64_t least = by < 0 ? -1 : 0, most = by < 0 ? length - 1 : length;
        auto bound = [&](std::optional<std::int64_t> given, std::int64_t otherwise) {
            if (!given) return otherwise;
            return std::clamp(*given < 0 ? *given + length : *given, least, most);
        };
        std::int64_t from = bound(start, by < 0 ? length - 1 : 0);
        std::int64_t to = stop ? bound(stop, 0) : (by < 0 ? -1 : length);
        std::vector<std::size_t> all;
        for (auto i = from; by < 0 ? i > to : i < to; i += by) all.push_back(static_cast<std::size_t>(i));
        return all;
    }
};

Value slice(FilterCall& call) {
    auto bounds = Slice::parse(python_str(*call.argument));
    if (!bounds || call.input.as_map()) return call.input;
    if (auto text = call.input.as_text()) {
        auto letters = code_points(*text);
        std::string out;
        for (auto i : bounds->indexes(letters.size())) out += letters[i];
        return Value(std::move(out));
    }
    auto items = items_of(call.input);
    if (!items) return call.input;
    List part;
    for (auto i : bounds->indexes(items->size())) part.push_back((*items)[i]);
    return Value(std::move(part));
}

/// How dictsort finds an item's key: a number is an index, a text a path of keys and attributes.
class SortKey {
public:
    explicit SortKey(const Value& argument)
        : index_(argument.as_integer()), usable_(index_ || argument.is_text()) {
        if (index_ || !usable_) return;
        path_ = *argument.as_text();
        if (path_.empty()) throw RenderError("dictsort needs the name of a key");
        whole_ = parse_number(path_).has_value();
        usable_ = path_.front() != '_' && path_.find("._") == std::string::npos;
    }
    bool usable() const { return usable_; }
    std::optional<Value> of(const Value& item) const {
        if (index_) return at_index(item);
        Storage storage;
        if (whole_) {
            const Value* value = item.as_map() ? lookup(item, path_, std::nullopt, storage) : nullptr;
            return value ? std::optional(value->owned()) : std::nullopt;
        }
        const Value* value = &item;
        for (auto name : text::split(path_, '.')) {
            value = lookup(*value, name, std::nullopt, storage);
            if (!value) return std::nullopt;
        }
        return value->owned();
    }

private:
    std::optional<Value> at_index(const Value& item) const {
        if (!item.size()) return std::nullopt;
        auto place = *index_ < 0 ? *index_ + static_cast<std::int64_t>(*item.size()) : *index_;
        auto found = item.as_map() || place < 0 ? std::nullopt : item.at(static_cast<std::size_t>(place));
        if (!found)
            throw RenderError("dictsort found no item " + std::to_string(*index_) + " in \"" +
                              python_str(item) + "\"");
        return found;
    }

    const std::int64_t* index_;
    std::string path_{};
    bool whole_ = false; // a text that is a number names a key, not a path
    bool usable_;
};

struct NotComparable {};

Value sorted(FilterCall& call, bool reversed) {
    SortKey key(*call.argument);
    auto items = items_of(call.input);
    if (!items || !key.usable()) return Value("");
    std::vector<std::pair<Value, std::size_t>> order;
    for (std::size_t i = 0; i < items->size(); ++i) {
        auto found = key.of((*items)[i]);
        if (!found) return Value("");
        order.emplace_back(std::move(*found), i);
    }
    auto before = [reversed](const auto& a, const auto& b) {
        auto way = reversed ? b.first <=> a.first : a.first <=> b.first;
        if (way == std::partial_ordering::unordered) throw NotComparable{};
        return way == std::partial_ordering::less ||
               (way == std::partial_ordering::equivalent && a.second < b.second);
    };
    try {
        std::sort(order.begin(), order.end(), before);
    } catch (const NotComparable&) {
        return Value("");
    }
    List result;
    for (const auto& [value, place] : order) result.push_back((*items)[place]);
    return Value(std::move(result));
}

Value sort_dictionaries(FilterCall& call) { return sorted(call, false); }
Value sort_dictionaries_reversed(FilterCall& call) { return sorted(call, true); }

Value safe_sequence(FilterCall& call) {
    auto items = items_of(call.input);
    if (!items) not_a_sequence(call.input, "safeseq");
    for (Value& item : *items) item = Value(Html{python_str(item)});
    return Value(std::move(*items));
}

Value escape_sequence(FilterCall& call) {
    auto items = items_of(call.input);
    if (!items) not_a_sequence(call.input, "escapeseq");
    for (Value& item : *items) item = Value(Html{conditionally_escaped(item)});
    return Value(std::move(*items));
}

/// A list's items in turn; a list that follows an item holds what is below it.
class UnorderedList {
public:
    explicit UnorderedList(bool escape) : escape_(escape) {}
    std::string lines(const List& items, std::size_t depth) const {
        if (depth > 100) throw RenderError("unordered_list got lists more than 100 deep");
        std::string indent(depth, '\t'), out;
        for (std::size_t i = 0; i < items.size(); ++i) {
            std::string below;
            const Value& item = items[i];
            if (i + 1 < items.size() && !items[i + 1].is_text() && !items[i + 1].as_map()) {
                if (auto children = items_of(items[i + 1])) {
                    below = "\n" + indent + "<ul>\n" + lines(*children, depth + 1) + "\n" + indent +
                            "</ul>\n" + indent;
                    ++i;
                }
            }
            if (!out.empty()) out += '\n';
            out += indent + "<li>" + (escape_ ? conditionally_escaped(item) : python_str(item)) + below +
                   "</li>";
        }
        return out;
    }

private:
    bool escape_;
};

Value unordered_list(FilterCall& call) {
    auto items = items_of(call.input);
    if (!items) not_a_sequence(call.input, "unordered_list");
    return Value(Html{UnorderedList(call.autoescape()).lines(*items, 1)});
}

} // namespace

std::span<const Filter> list_filters() {
    static const Filter filters[] = {
        {"dictsort", sort_dictionaries, TakesArgument::yes},
        {"dictsortreversed", sort_dictionaries_reversed, TakesArgument::yes},
        {"escapeseq", escape_sequence, TakesArgument::no, true},
        {"first", first, TakesArgument::no},
        {"join", join, TakesArgument::yes, true},
        {"last", last, TakesArgument::no, true},
        {"length", length, TakesArgument::no},
        {"length_is", length_is, TakesArgument::yes},
        {"random", random, TakesArgument::no, true},
        {"safeseq", safe_sequence, TakesArgument::no, true},
        {"slice", slice, TakesArgument::yes, true},
        {"unordered_list", unordered_list, TakesArgument::no, true},
    };
    return filters;
}

} // namespace portico::templates
