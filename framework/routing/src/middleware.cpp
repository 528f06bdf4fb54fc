#include <portico/routing/middleware.hpp>

#include <algorithm>

#include <portico/base/error.hpp>

namespace portico {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Must `outer` lie further out than `inner`?
bool comes_before(const Middleware& outer, const Middleware& inner) {
    return has(inner.after, outer.name) || has(inner.needs, outer.name) || has(outer.before, inner.name);
}

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

} // namespace

Response Next::operator()(Request& request) const {
    if (at_ == end_) return (*last_)(request);
    return at_->handle(request, Next(at_ + 1, end_, last_));
}

MiddlewareList& MiddlewareList::add(Middleware middleware) {
    items_.push_back(std::move(middleware));
    return *this;
}

/// Takes, again and again, the first one that needs none of those left further out. In a circle the first
/// left is taken: problems() names it.
MiddlewareList& MiddlewareList::arrange() {
    std::vector<Middleware> left = std::move(items_);
    items_.clear();
    while (!left.empty()) {
        auto is_free = [&](const Middleware& one) {
            return std::none_of(left.begin(), left.end(), [&](const Middleware& other) {
                return other.name != one.name && comes_before(other, one);
            });
        };
        auto next = std::find_if(left.begin(), left.end(), is_free);
        if (next == left.end()) next = left.begin();
        items_.push_back(std::move(*next));
        left.erase(next);
    }
    return *this;
}

MiddlewareList& MiddlewareList::choose(const std::vector<std::string>& names) {
    std::vector<Middleware> chosen;
    for (const auto& name : names) {
        if (const Middleware* one = find(name))
            chosen.push_back(*one);
        else
            unknown_.push_back(name);
    }
    known_ = this->names();
    items_ = std::move(chosen);
    return *this;
}

const Middleware* MiddlewareList::find(std::string_view name) const {
    auto one =
        std::find_if(items_.begin(), items_.end(), [&](const Middleware& m) { return m.name == name; });
    return one == items_.end() ? nullptr : &*one;
}

std::vector<std::string> MiddlewareList::names() const {
    std::vector<std::string> names;
    for (const Middleware& one : items_) names.push_back(one.name);
    return names;
}

std::vector<Error> MiddlewareList::problems() const {
    std::vector<Error> problems;
    for (const auto& name : unknown_)
        problems.emplace_back("there is no middleware " + quoted(name), did_you_mean(name, known_));
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const Middleware& one = items_[i];
        if (!one.handle)
            problems.emplace_back("middleware " + quoted(one.name) + " has no function", "set .handle");
        for (const auto& name : one.needs)
            if (!find(name))
                problems.emplace_back(
                    "middleware " + quoted(one.name) + " needs " + quoted(name) + ", which is missing",
                    "install the app that brings it, or add it to the list before " + quoted(one.name));
        for (std::size_t j = 0; j < i; ++j) {
            if (items_[j].name == one.name)
                problems.emplace_back("middleware " + quoted(one.name) + " is in the list twice",
                                      "remove one");
            else if (comes_before(one, items_[j]))
                problems.emplace_back("middleware " + quoted(one.name) + " must come before " +
                                          quoted(items_[j].name),
                                      comes_before(items_[j], one) ? "their constraints contradict each other"
                                                                   : "change the order of the list");
        }
    }
    return problems;
}

Pipeline::Pipeline(std::vector<Middleware> middleware, std::function<Response(Request&)> last)
    : middleware_(std::move(middleware)), last_(std::move(last)) {}

Response Pipeline::operator()(Request& request) const {
    return Next(middleware_.data(), middleware_.data() + middleware_.size(), &last_)(request);
}

} // namespace portico
