#include <portico/forms/attributes.hpp>

#include <algorithm>

#include <portico/base/text.hpp>

namespace portico::forms {

Attributes::Attributes(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
    for (const auto& [name, value] : entries) set(name, std::string(value));
}

Attributes::Entry& Attributes::entry(std::string_view name) {
    for (auto& known : entries_) {
        if (known.name == name) return known;
    }
    return entries_.emplace_back(Entry{std::string(name), {}, false});
}

Attributes& Attributes::set(std::string_view name, std::string value) {
    entry(name) = {std::string(name), std::move(value), false};
    return *this;
}

Attributes& Attributes::set(std::string_view name, Html value) {
    entry(name) = {std::string(name), std::move(value.text), true};
    return *this;
}

Attributes& Attributes::set_bare(std::string_view name) {
    entry(name).value.reset();
    return *this;
}

Attributes& Attributes::remove(std::string_view name) {
    std::erase_if(entries_, [&](const Entry& known) { return known.name == name; });
    return *this;
}

Attributes& Attributes::merge(const Attributes& others) {
    for (const auto& other : others) entry(other.name) = other;
    return *this;
}

const Attributes::Entry* Attributes::find(std::string_view name) const {
    auto found = std::ranges::find(entries_, name, &Entry::name);
    return found == entries_.end() ? nullptr : &*found;
}

std::string_view Attributes::get(std::string_view name) const {
    const Entry* found = find(name);
    return found && found->value ? std::string_view(*found->value) : std::string_view();
}

void Attributes::append_to(std::string& out) const {
    for (const auto& [name, value, is_html] : entries_) {
        out += ' ';
        text::append_html_escaped(out, name);
        if (!value) continue;
        out += "=\"";
        if (is_html) out += *value;
        else text::append_html_escaped(out, *value);
        out += '"';
    }
}

Attributes Attributes::sorted() const {
    Attributes out = *this;
    std::ranges::stable_sort(out.entries_, {}, [](const Entry& entry) { return std::pair(!entry.value.has_value(), entry.name); });
    return out;
}

std::string Attributes::html() const {
    std::string out;
    append_to(out);
    return out;
}

}  // namespace portico::forms
