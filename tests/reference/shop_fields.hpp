/// A field and a widget of a shop: what docs/how-to/custom-fields-and-widgets.md shows.
#pragma once
#include <string>

#include <portico/forms/fields.hpp>
#include <portico/forms/form.hpp>
#include <portico/forms/multi_fields.hpp>

namespace shop {

using namespace portico;

/// A Dutch postcode: "1012ab" becomes "1012 AB".
class PostcodeField : public forms::CharField {
public:
    PostcodeField() { max_length = 7; }
    Value to_value(const Value& sent) const override;
};

/// Stars to choose from: radio buttons that a style sheet makes stars of.
class StarsInput : public forms::Widget {
public:
    explicit StarsInput(int most = 5) : most_(most) {}
    std::string render(std::string_view name, const Value& value, const forms::Attributes& more) const override;
    using Widget::render;
    bool is_group() const override { return true; }
    std::string id_for_label(std::string_view) const override { return {}; }
    std::vector<std::string> media() const override { return {"shop/stars.css"}; }

private:
    int most_;
};

/// A weight and its unit, as grams.
class WeightField : public forms::MultiValueField {
public:
    WeightField();

protected:
    Value compress(const List& parts) const override;
};

struct ReviewFields {
    std::string name{};
    std::string postcode{};
    int stars = 0;
};

class ReviewForm : public forms::Form<ReviewFields> {
public:
    explicit ReviewForm(forms::Submission sent = {});

protected:
    void clean() override;
};

} // namespace shop
