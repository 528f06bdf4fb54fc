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
