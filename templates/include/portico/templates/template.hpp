#pragma once
#include <string_view>
#include <vector>

namespace portico::templates {

/// A template named in the program, so that it is known at the start whether it is there and can be parsed:
///
///     inline const Template post_list_page{"blog/post_list.html"};       // beside the view
///     return render(request, post_list_page, {{"page", page}});
///
/// The name must be a literal. Nothing is read before the check at the start or the first use.
class Template {
public:
    explicit Template(const char* name);
    ~Template();
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;

    std::string_view name() const { return name_; }
    /// Every template that the program names.
    static std::vector<const Template*> declared();

private:
    const char* name_;
    mutable const Template* next_ = nullptr;
};

} // namespace portico::templates
