#include "chapter.hpp"

#include <fstream>
#include <sstream>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::reference {

namespace {

/// Reads line by line; `part` is where the next line goes.
class Reader {
public:
    explicit Reader(const std::filesystem::path& file) : file_(file), part_(&chapter_.text) {}

    Chapter read() {
        const std::string text = text_of(file_);
        for (auto line : text::split(text, '\n')) {
            ++line_;
            if (line.starts_with("# ") && line_ == 1) chapter_.title = line.substr(2);
            else if (line.starts_with("=== ")) begin_entry(line.substr(4));
            else if (line.starts_with("--- ")) begin_part(line.substr(4));
            else part_->append(line).append("\n");
        }
        end_part();
        return std::move(chapter_);
    }

private:
    [[noreturn]] void fail(const std::string& message) const {
        throw Error(file_.string() + ":" + std::to_string(line_) + ": " + message);
    }

    void end_part() {
        while (part_->ends_with('\n')) part_->pop_back();
        if (part_ != &given_) return;
        for (auto line : text::split(given_, '\n')) example_.given.emplace_back(line);
        given_.clear();
    }

    void begin_entry(std::string_view head) {
        end_part();
        auto space = head.find(' '), colon = head.find(": ");
        if (space == std::string_view::npos) fail("expected \"=== tag name: usage\"");
        Entry entry;
        entry.kind = head.substr(0, space);
        entry.name = head.substr(space + 1, colon == std::string_view::npos ? colon : colon - space - 1);
        if (colon != std::string_view::npos) entry.usage = head.substr(colon + 2);
        chapter_.entries.push_back(std::move(entry));
        part_ = &chapter_.entries.back().description;
        example_ = {};
    }

    void begin_part(std::string_view head) {
        end_part();
        if (chapter_.entries.empty()) fail("an example stands before the first \"===\"");
        auto& examples = chapter_.entries.back().examples;
        if (head == "given") part_ = &given_;
        else if (head.starts_with("file ")) part_ = &example_.files[std::string(head.substr(5))];
        else if (head == "template") part_ = &example_.source;
        else if (head == "output") {
            examples.push_back(std::exchange(example_, {}));
            part_ = &examples.back().output;
        } else {
            fail("there is no part \"" + std::string(head) + "\"");
        }
    }

    std::filesystem::path file_;
    std::size_t line_ = 0;
    Chapter chapter_{};
    Example example_{};
    std::string given_{};
    std::string* part_;
};

} // namespace

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw Error("can't read \"" + file.string() + "\"");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Chapter read_chapter(const std::filesystem::path& file) { return Reader(file).read(); }

} // namespace portico::reference
