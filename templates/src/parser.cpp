#include "parser.hpp"

#include <portico/base/text.hpp>

namespace portico::templates {

namespace {

std::string_view first_word(std::string_view content) {
    auto end = content.find_first_of(" \t\n\v\f\r");
    return content.substr(0, end);
}

/// What `name` is in the first that has it; null where none has.
template <class Map> const typename Map::mapped_type* find_in(std::string_view name, const Map& first, const Map& second) {
    if (auto found = first.find(name); found != first.end()) return &found->second;
    auto found = second.find(name);
    return found == second.end() ? nullptr : &found->second;
}

template <class Map> std::vector<std::string> names_in(const Map& first, const Map& second) {
    std::vector<std::string> names;
    for (const Map* map : {&first, &second})
        for (const auto& [name, entry] : *map) names.push_back(name);
    return names;
}

template <class Ends> std::string joined(const Ends& ends) {
    std::string text;
    for (const auto& end : ends) text += (text.empty() ? "{% " : ", {% ") + std::string(end) + " %}";
    return text;
}

} // namespace

Parser::Parser(CompiledTemplate& page, const Engine& engine)
    : page_(page), engine_(engine), tokens_(tokenize(page.source().text)),
      builtins_(engine.registry().builtins()) {}

NodeList Parser::parse_all() { return parse(nullptr, 0); }

NodeList Parser::parse_until(std::initializer_list<std::string_view> ends) {
    if (!open_.empty()) open_.back().expected = joined(ends);
    return parse(ends.begin(), ends.size());
}

NodeList Parser::parse_until(const std::vector<std::string>& ends) {
    if (!open_.empty()) open_.back().expected = joined(ends);
    std::vector<std::string_view> views(ends.begin(), ends.end());
    return parse(views.data(), views.size());
}

NodeList Parser::parse(const std::string_view* ends, std::size_t count) {
    NodeList nodes;
    for (; next_ < tokens_.size(); ++next_) {
        const Token token = tokens_[next_];
        NodePointer node;
        if (token.kind == Token::Kind::comment) continue;
        if (token.kind == Token::Kind::text) {
            nodes.add(std::make_unique<TextNode>(token.content));
            continue;
        }
        if (token.content.empty()) {
            fail(token.whole, token.kind == Token::Kind::variable ? "a variable's name is missing"
                                                                  : "a tag's name is missing");
        }
        if (token.kind == Token::Kind::variable) {
            node = std::make_unique<VariableNode>(expression(token.content));
            at_start_ = false;
            node->part = token.whole;
        } else {
            auto name = first_word(token.content);
            for (std::size_t i = 0; i < count; ++i) {
                if (ends[i] == name) return nodes;
            }
            ++next_;
            node = compile_tag(token);
            --next_;
        }
        nodes.add(std::move(node));
    }
    if (count != 0) unclosed();
    return nodes;
}

NodePointer Parser::compile_tag(const Token& token) {
    auto words = split_words(token.content);
    const TagCompiler* found = find_in(words[0], loaded_.tags, builtins_.tags);
    if (!found)
        unknown_tag(token, words[0], open_.empty() ? std::string_view() : open_.back().expected);
    if (open_.size() >= static_cast<std::size_t>(engine_.options().max_nesting)) {
        fail(token.whole, "tags stand more than " + std::to_string(open_.size()) + " deep inside each other",
             "split the template with {% include %}");
    }
    open_.push_back({words[0], token, {}});
    if (words[0] == "extends" && !at_start_)
        fail(token.whole, "{% extends %} must be the first tag in the template");
    at_start_ = false;
    NodePointer node = found->tag ? found->tag->compile(*this, token, words) : compile_custom_tag(*this, token, words, *found->custom);
    open_.pop_back();
    node->part = token.whole;
    return node;
}

Token Parser::next_tag() {
    if (next_ >= tokens_.size()) unclosed();
    return tokens_[next_++];
}

bool Parser::next_tag_is(std::string_view content) const {
    return next_ < tokens_.size() && tokens_[next_].kind == Token::Kind::block &&
           tokens_[next_].content == content;
}

void Parser::skip_past(std::string_view end) {
    if (!open_.empty()) open_.back().expected = "{% " + std::string(end) + " %}";
    for (; next_ < tokens_.size(); ++next_) {
        if (tokens_[next_].kind == Token::Kind::block && tokens_[next_].content == end) {
            ++next_;
            return;
        }
    }
    unclosed();
}

std::string_view Parser::raw_until(std::string_view end) {
    auto start = page_.source().offset_of(tokens_[next_ - 1].whole) + tokens_[next_ - 1].whole.size();
    skip_past(end);
    auto stop = page_.source().offset_of(tokens_[next_ - 1].whole);
    return std::string_view(page_.source().text).substr(start, stop - start);
}

const Filter& Parser::filter(std::string_view name) const {
    if (const Filter* const* found = find_in(name, loaded_.filters, builtins_.filters)) return **found;
    auto library = engine_.registry().library_with_filter(name);
    if (!library.empty()) {
        fail(name, "filter \"" + std::string(name) + "\" is not loaded",
             "write {% load " + library + " %} above");
    }
    fail(name, "unknown filter \"" + std::string(name) + "\"", did_you_mean(name, names_in(loaded_.filters, builtins_.filters)));
}

void Parser::load_library(std::string_view name) {
    const TagLibrary* library = engine_.registry().find(name);
    if (!library) {
        auto known = engine_.registry().library_names();
        auto hint = did_you_mean(name, known);
        fail(name, "there is no tag library \"" + std::string(name) + "\"",
             hint.empty() ? "there are: " + text::join(known, ", ") : hint);
    }
    for (const auto& [tag_name, tag] : library->tags) loaded_.tags[tag_name] = tag;
    for (const auto& [filter_name, filter] : library->filters) loaded_.filters[filter_name] = filter;
}

void Parser::load_from(std::string_view library_name, std::string_view name) {
    const TagLibrary* library = engine_.registry().find(library_name);
    if (!library) return load_library(library_name);
    auto tag = library->tags.find(name);
    auto filter = library->filters.find(name);
    if (tag == library->tags.end() && filter == library->filters.end()) {
        fail(name, "the tag library \"" + std::string(library_name) + "\" has no tag or filter \"" +
                       std::string(name) + "\"");
    }
    if (tag != library->tags.end()) loaded_.tags[tag->first] = tag->second;
    if (filter != library->filters.end()) loaded_.filters[filter->first] = filter->second;
}

void Parser::add_block(std::string_view name, const BlockNode* block) {
    for (auto& known : page_.blocks_) {
        if (known.name == name) return void(known.node = block);
    }
    page_.blocks_.push_back({name, block});
}

CompiledTemplate::Partial& Parser::add_partial(std::string_view name, std::string_view part) {
    if (page_.partial(name))
        fail(part, "partial \"" + std::string(name) + "\" is already defined in this template");
    page_.partials_.push_back(std::make_unique<CompiledTemplate::Partial>());
    page_.partials_.back()->name = name;
    return *page_.partials_.back();
}

void Parser::note_reference(CompiledTemplate::Reference::Kind kind, std::string_view word) {
    const bool alone = is_quoted(word) && word.size() > 2 && word.find(word.front(), 1) == word.size() - 1;  // without filters
    if (alone) page_.references_.push_back({kind, word.substr(1, word.size() - 2)});
}

std::string_view Parser::keep(std::string text) { return page_.texts_.emplace_back(std::move(text)); }

void Parser::fail(std::string_view part, const std::string& message, std::string hint) const {
    auto place = page_.source().place_of(part);
    if (!place && !tokens_.empty()) {
        place = page_.source().place_of(tokens_[next_ == 0 ? 0 : std::min(next_, tokens_.size()) - 1].whole);
    }
    throw SyntaxError(message, std::move(hint), std::move(place));
}

void Parser::unknown_tag(const Token& token, std::string_view name, std::string_view expected) const {
    auto part = token.content.substr(0, name.size());
    auto library = engine_.registry().library_with_tag(name);
    if (!library.empty()) {
        fail(part, "tag \"" + std::string(name) + "\" is not loaded",
             "write {% load " + library + " %} above");
    }
    auto hint = did_you_mean(name, names_in(loaded_.tags, builtins_.tags));
    if (!expected.empty()) {
        auto open = page_.source().place_of(open_.back().token.whole);
        fail(part,
             "unexpected tag \"" + std::string(name) + "\": {% " + std::string(open_.back().name) +
                 " %} of line " + std::to_string(open.line) + " is open, expected " + std::string(expected),
             hint);
    }
    fail(part, "unknown tag \"" + std::string(name) + "\"", hint);
}

void Parser::unclosed() const {
    const Open& open = open_.back();
    fail(open.token.whole, "{% " + std::string(open.name) + " %} is not closed: expected " + open.expected);
}

} // namespace portico::templates
