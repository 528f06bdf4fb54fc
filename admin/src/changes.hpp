#pragma once
#include <vector>

#include "form_layout.hpp"
#include "journal.hpp"

#include <portico/forms/model_form.hpp>

namespace portico::admin {

/// What a form changes, in people's words: "Rating: 3.0 → 4.5". Texts are read before saving (`before` is the row as it was) and
/// after it.
class Changes {
public:
    Changes(const Entry& entry, const forms::AnyModelForm& form, const orm::Object& before);
    /// Once the row is saved.
    std::vector<ChangedPart> parts(const void* saved) const;

private:
    struct Changed {
        Found found{};
        std::string old_text{};
        std::size_t old_length = 0;
    };
    const Entry& entry_;
    const forms::AnyModelForm& form_;
    std::vector<Changed> changed_{};
};

}  // namespace portico::admin
