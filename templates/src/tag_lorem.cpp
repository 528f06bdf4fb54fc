#include <algorithm>
#include <random>

#include <portico/base/text.hpp>

#include "conversion.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

/// The passage that printers have used since the sixteenth century.
constexpr std::string_view passage =
    "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. "
    "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure "
    "dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non "
    "proident, sunt in culpa qui officia deserunt mollit anim id est laborum.";
constexpr std::size_t first_sentence = 19; // words
constexpr std::int64_t most = 10'000;      // words or paragraphs: a count comes from a visitor at times

std::vector<std::string> words_of_passage() {
    std::vector<std::string> words;
    for (auto word : text::split(passage, ' ')) {
        if (word.ends_with(',') || word.ends_with('.')) word.remove_suffix(1);
        words.push_back(text::lower(word));
    }
    return words;
}

std::size_t any(std::size_t least, std::size_t greatest) {
    static thread_local std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_int_distribution<std::size_t>(least, greatest)(numbers);
}

const std::string& any_word() {
    static const std::vector<std::string> words = words_of_passage();
    return words[any(0, words.size() - 1)];
}

std::string lorem_words(std::size_t count, bool usual) {
    static const std::vector<std::string> words = words_of_passage();
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) out += ' ';
        out += usual && i < first_sentence ? words[i] : any_word();
    }
    return out;
}

std::string any_sentence() {
    std::string out = text::capfirst(any_word());
    for (std::size_t left = any(4, 12); left > 0; --left) out += (any(0, 5) == 0 ? ", " : " ") + any_word();
    return out + ".";
}

std::string any_paragraph() {
    std::string out = any_sentence();
    for (std::size_t left = any(1, 3); left > 0; --left) out += " " + any_sentence();
    return out;
}

std::string lorem_paragraphs(std::size_t count, bool usual, bool html) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        std::string paragraph = usual && i == 0 ? std::string(passage) : any_paragraph();
        out += (i != 0 ? "\n\n" : "") + (html ? "<p>" + paragraph + "</p>" : paragraph);
    }
    return out;
}

/// {% lorem 3 p random %}
class LoremNode : public Node {
public:
    LoremNode(std::optional<Expression> count, char method, bool usual) : count_(std::move(count)), method_(method), usual_(usual) {}
    void render(Rendering& rendering) const override {
        auto given = count_ ? to_integer(count_->value(rendering)) : std::nullopt;
        auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(given.value_or(1), 0, most));
        rendering.out->append(method_ == 'w' ? lorem_words(count, usual_) : lorem_paragraphs(count, usual_, method_ == 'p'));
    }

private:
    std::optional<Expression> count_;
    char method_;
    bool usual_;
};

} // namespace

NodePointer compile_lorem(Parser& parser, const Token& token, const Words& words) {
    auto end = words.size();
    bool usual = words[end - 1] != "random" || end == 1;
    if (!usual) --end;
    char method = 'b';
    if (end > 1 && (words[end - 1] == "w" || words[end - 1] == "p" || words[end - 1] == "b")) method = words[--end][0];
    std::optional<Expression> count;
    if (end > 1) count.emplace(parser.expression(words[--end]));
    if (end != 1)
        parser.fail(token.whole, "{% lorem %} takes a count, one of w, p and b, and \"random\"", "write {% lorem 3 p %}");
    return std::make_unique<LoremNode>(std::move(count), method, usual);
}

} // namespace portico::templates
