/// A word to the person on the next page that shows one.
///
///     auth::messages(request).success("The post was saved.");
///     return redirect("/posts/");
///     {% for message in messages %}<p class="{{ message.tags }}">{{ message }}</p>{% endfor %}
///
/// They are kept in the session until a page has gone through them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

struct MessageLevel {
    static constexpr int debug = 10, info = 20, success = 25, warning = 30, error = 40;
};

/// In templates: printed it is the text; also level, level_tag ("success"), tags.
struct Message : Dynamic {
    int level = MessageLevel::info;
    std::string text{};
    std::string extra_tags{};
    bool is_html = false;

    std::string level_tag() const;
    std::string tags() const;
    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override { return text; }
    std::optional<Html> html() const override;
};

class Messages : public Dynamic {
public:
    explicit Messages(Request& request) : request_(&request) {}

    void add(int level, std::string text, std::string extra_tags = {}) const;
    /// HTML that is safe already.
    void add(int level, Html html, std::string extra_tags = {}) const;
    void debug(std::string text) const { add(MessageLevel::debug, std::move(text)); }
    void info(std::string text) const { add(MessageLevel::info, std::move(text)); }
    void success(std::string text) const { add(MessageLevel::success, std::move(text)); }
    void warning(std::string text) const { add(MessageLevel::warning, std::move(text)); }
    void error(std::string text) const { add(MessageLevel::error, std::move(text)); }

    /// Takes all of them: they are not shown again.
    std::vector<Message> take() const;

    bool each(const std::function<bool(const Value&)>& visit) const override;
    bool truthy() const override { return count() > 0; }
    std::optional<std::size_t> size() const override { return count(); }
    std::string str() const override { return "messages"; }

private:
    std::size_t count() const;
    void append(Map message) const;

    Request* request_;
};

Messages& messages(Request& request);

}  // namespace portico::auth
