#include <portico/templates/template.hpp>

#include <mutex>

namespace portico::templates {

namespace {

// Both are constant-initialised: templates are named by variables at namespace scope, in any order.
constinit std::mutex declarations;
constinit const Template* first = nullptr;

} // namespace

Template::Template(const char* name) : name_(name) {
    std::scoped_lock lock(declarations);
    next_ = first;
    first = this;
}

Template::~Template() {
    std::scoped_lock lock(declarations);
    if (first == this) {
        first = next_;
        return;
    }
    for (const Template* other = first; other; other = other->next_) {
        if (other->next_ == this) other->next_ = next_;
    }
}

std::vector<const Template*> Template::declared() {
    std::scoped_lock lock(declarations);
    std::vector<const Template*> all;
    for (const Template* page = first; page; page = page->next_) all.push_back(page);
    return all;
}

} // namespace portico::templates
