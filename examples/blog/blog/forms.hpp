#pragma once
#include <string>

#include <portico/forms/form.hpp>

namespace blog {

struct CommentFields {
    std::string name{};
    std::string text{};

    static void describe(portico::Describe<CommentFields>& comment) {
        comment.field(&CommentFields::name).length(1, 80);
        comment.field(&CommentFields::text).length(1, 5000).widget("textarea").label("Your comment");
    }
};
using CommentForm = portico::forms::Form<CommentFields>;

}  // namespace blog

// The struct is taken apart once, in forms.cpp, and not in each file that uses the form.
extern template const portico::TypeInfo& portico::install_type<blog::CommentFields>();
