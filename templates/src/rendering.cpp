#include "rendering.hpp"

#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/date_format.hpp>
#include <portico/i18n/number_format.hpp>

#include "block.hpp"
#include "compiled_template.hpp"
#include "conversion.hpp"
#include "date_value.hpp"

namespace portico::templates {

Rendering::Rendering(const Engine& used_engine, const Context& context, const RenderOptions& options,
                     std::string& target)
    : engine(used_engine), scope(context, options.shared, options.request), out(&target),
      autoescape(engine.options().autoescape), use_time_zones(engine.options().use_time_zones),
      zone(options.time_zone ? &*options.time_zone : &engine.options().time_zone),
      localized(options.formats ? options.formats : &engine.options().formats),
      current_app(options.current_app),
      language(options.language.empty() ? std::string_view(engine.options().language) : options.language),
      unlocalized_(engine.options().unlocalized_formats ? &*engine.options().unlocalized_formats
                                                        : &engine.options().formats) {}

void Rendering::include(const std::shared_ptr<const CompiledTemplate>& page, std::string_view partial) {
    int limit = engine.options().max_include_depth;
    if (depth >= limit) {
        throw RenderError("templates include or extend each other more than " + std::to_string(limit) +
                              " deep",
                          "does a template include itself without an end? the limit is max_include_depth");
    }
    const NodeList* nodes = &page->nodes();
    if (!partial.empty()) {
        auto* found = page->partial(partial);
        if (!found) throw TemplateNotFound(page->source().name + "#" + std::string(partial));
        nodes = &found->nodes;
    }
    Frame own;
    own.page = page.get();
    Restore<int> deeper(depth, depth + 1);
    Restore<Frame*> framed(frame, &own);
    keep(page);
    nodes->render(*this);
}

Place Rendering::failure() const {
    return failed_page_ ? failed_page_->source().place_of(failed_part_) : Place{};
}

std::string Rendering::text_of(const Value& value) const {
    const i18n::Formats& style = formats();
    switch (value.type()) {
    case Value::Type::integer:
    case Value::Type::number:
    case Value::Type::decimal:
        return localize ? i18n::format_number(value.str(), style) : value.str();
    case Value::Type::date:
    case Value::Type::time:
    case Value::Type::date_time:
        return localized_date(value, *this);
    case Value::Type::dynamic:
        if (is_zoned(value)) return localized_date(value, *this);
        if (localize && i18n::as_big_number(value)) return i18n::format_number(value.str(), style);
        return value.str();
    default:
        return python_str(value);
    }
}

void Rendering::write(const Value& value) {
    switch (value.type()) {
    case Value::Type::text:
        if (autoescape)
            text::append_html_escaped(*out, *value.as_text());
        else
            out->append(*value.as_text());
        return;
    case Value::Type::html:
        out->append(*value.as_text());
        return;
    case Value::Type::integer:
        if (!localize || !localized->use_thousand_separator) return value.append_to(*out);
        break;
    case Value::Type::null:
    case Value::Type::boolean:
        return value.append_to(*out);
    case Value::Type::dynamic:
        return write_dynamic(value, *value.as_dynamic());
    default:
        break;
    }
    std::string text = text_of(value);
    if (autoescape)
        text::append_html_escaped(*out, text);
    else
        out->append(text);
}

void Rendering::write_dynamic(const Value& value, const Dynamic& dynamic) {
    if (auto html = dynamic.html()) {
        out->append(html->text);
        return;
    }
    std::string text = text_of(value);
    if (autoescape)
        text::append_html_escaped(*out, text);
    else
        out->append(text);
}

BlockStack::Chain* BlockStack::find(std::string_view name) {
    for (Chain& chain : chains_) {
        if (chain.name == name) return &chain;
    }
    return nullptr;
}

void BlockStack::add(const CompiledTemplate& page) {
    for (const auto& block : page.blocks()) {
        Chain* chain = find(block.name);
        if (!chain) chain = &chains_.emplace_back(Chain{block.name, {}});
        chain->blocks.insert(chain->blocks.begin(), block.node);
    }
}

const BlockNode* BlockStack::top(std::string_view name) const {
    Chain* chain = const_cast<BlockStack*>(this)->find(name);
    return chain && !chain->blocks.empty() ? chain->blocks.back() : nullptr;
}

const BlockNode* BlockStack::pop(std::string_view name) {
    Chain* chain = find(name);
    if (!chain || chain->blocks.empty()) return nullptr;
    const BlockNode* block = chain->blocks.back();
    chain->blocks.pop_back();
    return block;
}

void BlockStack::push(std::string_view name, const BlockNode* block) {
    if (Chain* chain = find(name)) chain->blocks.push_back(block);
}

} // namespace portico::templates
