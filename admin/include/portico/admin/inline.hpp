#pragma once
#include <typeinfo>

#include <portico/admin/column.hpp>
#include <portico/base/type_info.hpp>

namespace portico::admin {

/// Rows of another model that are edited on the page of the one that they belong to, as data.
class AnyInline {
public:
    AnyInline(const TypeInfo* const* type, const char* type_name) : type_(type), type_name_(type_name) {}
    virtual ~AnyInline() = default;

    const TypeInfo& type() const { return require_installed(*type_, type_name_); }
    const std::vector<orm::Path>& fields() const { return fields_; }
    const std::vector<orm::Path>& readonly_fields() const { return readonly_; }
    const orm::Path& parent() const { return parent_; }
    std::size_t extra() const { return extra_; }
    std::size_t min_num() const { return min_; }
    std::size_t max_num() const { return max_; }
    bool can_delete() const { return can_delete_; }
    const std::string& label() const { return label_; }

protected:
    std::vector<orm::Path> fields_{}, readonly_{};
    orm::Path parent_{};
    std::size_t extra_ = 1, min_ = 0, max_ = 1000;
    bool can_delete_ = true;
    std::string label_{};

private:
    const TypeInfo* const* type_;
    const char* type_name_;
};

/// Rows of T on their owner's page.
///
///     struct CommentInline : admin::Inline<Comment> {
///         CommentInline() {
///             fields(&Comment::name, &Comment::text, &Comment::approved);
///             extra(1);                      // empty rows at the end
///         }
///     };
///     inlines<CommentInline>();              // in PostAdmin
///
/// The foreign key to the owner is found; `parent(&Comment::post)` names it where there are several.
template <class T> class Inline : public AnyInline {
public:
    Inline() : AnyInline(&type_slot<T>, typeid(T).name()) {}

protected:
    template <class... X> void fields(const X&... names) { fields_ = {detail::path_of<T>(names)...}; }
    template <class... X> void readonly_fields(const X&... names) { readonly_ = {detail::path_of<T>(names)...}; }
    template <class X> void parent(const X& foreign_key) { parent_ = detail::path_of<T>(foreign_key); }
    void extra(std::size_t rows) { extra_ = rows; }
    void min_num(std::size_t rows) { min_ = rows; }
    void max_num(std::size_t rows) { max_ = rows; }
    void can_delete(bool yes) { can_delete_ = yes; }
    void label(std::string heading) { label_ = std::move(heading); }
};

}  // namespace portico::admin
