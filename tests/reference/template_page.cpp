#include "template_page.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "example_site.hpp"
#include "markdown.hpp"

namespace portico::reference {

namespace {

using namespace templates;

constexpr const char* files[] = {"logic", "inheritance", "output", "values", "text", "html", "lists", "numbers", "dates",
                                 "humanize", "static", "cache", "i18n", "l10n", "tz"};

template <class Row> const Row* find(const std::vector<Row>& rows, const std::string& name) {
    auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

std::string heading(const Entry& entry) {
    return entry.kind == "tag" ? "`{% " + entry.name + " %}`" : "`" + entry.name + "`";
}

/// {{ value|add:number }}; where the argument may be left out, both ways.
std::string filter_usage(const RegisteredFilter& filter, const std::string& argument) {
    if (filter.takes_argument == argument.empty()) {
        throw Error("filter \"" + filter.name + "\" takes " + (filter.takes_argument ? "an" : "no") + " argument; its example says otherwise",
                    "name the argument in the head of the example: === filter " + filter.name + ": name");
    }
    std::string plain = "{{ value|" + filter.name;
    std::string out = filter.needs_argument ? "" : "`" + plain + " }}`";
    if (filter.takes_argument && !filter.needs_argument) out += " or ";
    if (filter.takes_argument) out += "`" + plain + ":" + argument + " }}`";
    return out;
}

std::string usage(const TemplateReference& reference, const Entry& entry) {
    std::string library = reference.library_of(entry);
    const auto* filter = entry.kind == "filter" ? find(reference.filters, entry.name) : nullptr;
    std::string out = filter ? filter_usage(*filter, entry.usage) : "`" + entry.usage + "`";
    if (filter && filter->keeps_safe) out += " · safe HTML stays safe";
    if (!library.empty()) out += " · `{% load " + library + " %}`";
    return out;
}

std::string shown(const Example& example) {
    std::string given = text::join(example.given, "\n");
    bool one_line = example.files.empty() && example.source.find('\n') == std::string::npos && example.output.find('\n') == std::string::npos;
    if (one_line) {
        bool fits = example.source.size() + example.output.size() < 100;
        return fenced("text", (given.empty() ? "" : given + "\n") + example.source + (fits ? "   →   " : "\n→ ") + example.output);
    }
    std::string out;
    for (const auto& [name, source] : example.files) out += "With `" + name + "`\n\n" + fenced("django", source) + "\n";
    if (!given.empty()) out += (out.empty() ? "With\n\n" : "and\n\n") + fenced("text", given) + "\n";
    return out + fenced("django", example.source) + "\nshows\n\n" + fenced("html", example.output);
}

/// The names of each library, each a link to its entry.
std::string index(const TemplateReference& reference) {
    std::map<std::string, std::pair<std::string, std::string>> rows;
    auto add = [](std::string& cell, const Entry& entry) {
        cell += (cell.empty() ? "" : ", ") + link(entry.name, "#" + anchor(heading(entry)));
    };
    std::vector<Entry> entries;
    for (const auto& chapter : reference.chapters) entries.insert(entries.end(), chapter.entries.begin(), chapter.entries.end());
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    for (const auto& entry : entries) {
        auto& row = rows[reference.library_of(entry)];
        add(entry.kind == "tag" ? row.first : row.second, entry);
    }
    std::string out = "| | tags | filters |\n|---|---|---|\n";
    for (const auto& [library, row] : rows) {
        out += "| " + (library.empty() ? "always there" : "`{% load " + library + " %}`") + " | " + row.first + " | " + row.second + " |\n";
    }
    return out;
}

} // namespace

std::string TemplateReference::library_of(const Entry& entry) const {
    const auto* tag = entry.kind == "tag" ? find(tags, entry.name) : nullptr;
    const auto* filter = entry.kind == "filter" ? find(filters, entry.name) : nullptr;
    if (!tag && !filter) throw Error("there is an example for " + entry.kind + " \"" + entry.name + "\", which is not registered");
    return tag ? tag->library : filter->library;
}

TemplateReference template_reference() {
    std::vector<std::shared_ptr<const Loader>> none;
    Engine engine(none, example_options());
    TemplateReference reference{tags_of(engine), filters_of(engine), {}};
    for (const char* file : files) reference.chapters.push_back(read_chapter(example_folder() / "templates" / (std::string(file) + ".txt")));
    return reference;
}

std::string template_page(const TemplateReference& reference) {
    std::string out = generated_note("templates") + text_of(example_folder() / "templates/intro.md") + "\n" + index(reference);
    for (const auto& chapter : reference.chapters) {
        out += "\n## " + chapter.title + "\n";
        if (!chapter.text.empty()) out += "\n" + chapter.text + "\n";
        for (const auto& entry : chapter.entries) {
            out += "\n### " + heading(entry) + "\n\n" + usage(reference, entry) + "\n\n" + entry.description + "\n";
            for (const auto& example : entry.examples) out += "\n" + shown(example);
        }
    }
    return out;
}

} // namespace portico::reference
