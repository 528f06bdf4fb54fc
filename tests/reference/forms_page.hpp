/// The reference of forms: what each field makes of what is sent, what each widget writes; made by running the examples.
///
///     void char_field(FormsPage& page) {
///         CharField title;
///         title.max_length = 5;
///         page.field("CharField", "Text.", title, {" Tea ", "Teapot"});
///     }
///
/// The page shows the lines above `page.field` as they stand in the file, and a row for each value.
#pragma once
#include <string>
#include <vector>

#include <portico/forms/field.hpp>

namespace portico::reference {

class FormsPage {
public:
    /// `sent`: what a client sends. A name that is no class is told as Error.
    void field(const std::string& name, const std::string& text, forms::Field& example, const std::vector<Value>& sent);
    void widget(const std::string& name, const std::string& text, const forms::Widget& example, const Value& value);
    /// A part of the page of its own: code from the function that calls it, and what comes of it.
    void part(const std::string& title, const std::string& text, const std::vector<std::string>& html, const std::string& result = {});
    void heading(const std::string& title, const std::string& text);

    std::string text() const;
    /// What examples there are of.
    const std::vector<std::string>& names() const { return names_; }

private:
    void entry(const std::string& name, const std::string& text, const std::string& call);

    std::string out_{};
    std::string index_{};
    bool first_ = false; // of the names behind a heading
    std::vector<std::string> names_{};
};

/// All of it, in the order of the page.
FormsPage forms_page();

// The examples, by file.
void add_fields(FormsPage& page);
void add_model_fields(FormsPage& page);
void add_widgets(FormsPage& page);
void add_forms(FormsPage& page);

/// The classes below forms/include that derive from `base`, read from the headers.
std::vector<std::string> classes_below(const std::string& base);

} // namespace portico::reference
