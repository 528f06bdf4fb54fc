#include <algorithm>
#include <nlohmann/json.hpp>
#include <portico/base/json.hpp>

namespace portico {

JsonError::JsonError(const std::string& message, std::size_t position) : Error(message), position_(position) {}

namespace {

constexpr std::size_t deepest = 200;

std::string place(std::string_view text, std::size_t position) {
    auto before = text.substr(0, std::min(position, text.size()));
    auto line = std::count(before.begin(), before.end(), '\n') + 1;
    auto start = before.rfind('\n');
    auto column = start == std::string_view::npos ? before.size() + 1 : before.size() - start;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// What stands in nlohmann's message after its own prefix and position. What it repeats of the text is left out: that may be anything.
std::string reason(const std::string& message) {
    const std::string own = message.substr(0, message.find("; last read"));
    const std::string_view between = own.size() < message.size() ? " - " : "; ";
    const auto found = own.rfind(between);
    return found == std::string::npos ? own : own.substr(found + between.size());
}

/// Builds Values as the parser meets them.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Builder(std::string_view source) : source_(source) {}

    Value result;

    bool null() override { return add(Value()); }
    bool boolean(bool value) override { return add(Value(value)); }
    bool number_integer(number_integer_t value) override { return add(Value(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        bool fits = value <= static_cast<number_unsigned_t>(INT64_MAX);
        return add(fits ? Value(static_cast<std::int64_t>(value)) : Value(static_cast<double>(value)));
    }
    bool number_float(number_float_t value, const string_t&) override { return add(Value(value)); }
    bool string(string_t& value) override { return add(Value(std::move(value))); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open({.is_map = true, .map = {}, .list = {}, .key = {}}); }
    bool start_array(std::size_t) override { return open({.is_map = false, .map = {}, .list = {}, .key = {}}); }
    bool key(string_t& name) override {
        levels_.back().key = std::move(name);
        return true;
    }
    bool end_object() override {
        Level level = close();
        level.map.dedupe();
        return add(Value(std::move(level.map)));
    }
    bool end_array() override {
        Level level = close();
        return add(Value(std::move(level.list)));
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
        auto at = position > 0 ? position - 1 : 0;
        throw JsonError("not JSON (" + place(source_, at) + "): " + reason(error.what()), at);
    }

private:
    struct Level {
        bool is_map = false;
        Map map{};
        List list{};
        std::string key{};
    };

    bool open(Level level) {
        if (levels_.size() >= deepest) throw JsonError("JSON is nested deeper than 200 levels", 0);
        levels_.push_back(std::move(level));
        return true;
    }

    Level close() {
        Level level = std::move(levels_.back());
        levels_.pop_back();
        return level;
    }

    bool add(Value value) {
        if (levels_.empty()) {
            result = std::move(value);
        } else if (levels_.back().is_map) {
            levels_.back().map.append(std::move(levels_.back().key), std::move(value));
        } else {
            levels_.back().list.push_back(std::move(value));
        }
        return true;
    }

    std::string_view source_;
    std::vector<Level> levels_;
};

}  // namespace

Value parse_json(std::string_view text) {
    Builder builder(text);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return std::move(builder.result);
}

}  // namespace portico
