#include <portico/auth/messages.hpp>

#include <portico/auth/session.hpp>
#include <portico/http/request.hpp>

#include "session_keys.hpp"

namespace portico::auth {

std::string Message::level_tag() const {
    switch (level) {
        case MessageLevel::debug: return "debug";
        case MessageLevel::info: return "info";
        case MessageLevel::success: return "success";
        case MessageLevel::warning: return "warning";
        case MessageLevel::error: return "error";
        default: return {};
    }
}

std::string Message::tags() const {
    std::string tag = level_tag();
    return extra_tags.empty() ? tag : tag.empty() ? extra_tags : extra_tags + ' ' + tag;
}

std::optional<Value> Message::attribute(std::string_view name) const {
    if (name == "level") return Value(level);
    if (name == "level_tag") return Value(level_tag());
    if (name == "tags") return Value(tags());
    if (name == "extra_tags") return Value(extra_tags);
    if (name == "message") return is_html ? Value(Html{text}) : Value(text);
    return std::nullopt;
}

std::optional<Html> Message::html() const { return is_html ? std::optional(Html{text}) : std::nullopt; }

void Messages::append(Map message) const {
    Session& own = session(*request_);
    Value before = own.get(messages_key);
    List all = before.as_list() ? *before.as_list() : List();
    all.emplace_back(std::move(message));
    own.set(messages_key, std::move(all));
}

void Messages::add(int level, std::string text, std::string extra_tags) const {
    append({{"level", level}, {"text", std::move(text)}, {"tags", std::move(extra_tags)}});
}

void Messages::add(int level, Html html, std::string extra_tags) const {
    append({{"level", level}, {"html", std::move(html.text)}, {"tags", std::move(extra_tags)}});
}

std::size_t Messages::count() const {
    Value all = session(*request_).get(messages_key);
    return all.as_list() ? all.as_list()->size() : 0;
}

std::vector<Message> Messages::take() const {
    std::vector<Message> out;
    if (count() == 0) return out;
    Value all = session(*request_).pop(messages_key);
    for (const Value& row : *all.as_list()) {
        const Map* fields = row.as_map();
        if (!fields) continue;
        Message message;
        if (auto* level = fields->find("level"); level && level->as_integer()) message.level = static_cast<int>(*level->as_integer());
        if (auto* tags = fields->find("tags")) message.extra_tags = tags->str();
        const Value* html = fields->find("html");
        const Value* plain = fields->find("text");
        message.is_html = html != nullptr;
        if (html) message.text = html->str();
        else if (plain) message.text = plain->str();
        out.push_back(std::move(message));
    }
    return out;
}

bool Messages::each(const std::function<bool(const Value&)>& visit) const {
    for (auto& message : take()) {
        if (!visit(Value(Message(message)))) break;
    }
    return true;
}

Messages& messages(Request& request) {
    if (Messages* known = request.find<Messages>()) return *known;
    return request.emplace<Messages>(request);
}

}  // namespace portico::auth
