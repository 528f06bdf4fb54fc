#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/i18n/formats.hpp>
#include <portico/i18n/time_zone.hpp>
#include <portico/i18n/zoned_time.hpp>
#include <portico/templates/engine.hpp>
#include <portico/templates/scope.hpp>

namespace portico::templates {

class BlockNode;
class CompiledTemplate;

/// What a tag remembers between two passes of the same rendering ({% cycle %}, {% ifchanged %}).
struct TagMemory {
    std::size_t index = 0;
    bool used = false;
    std::string text{};
    List values{};
};

/// Memory of tags, found by the tag's node.
class TagMemories {
public:
    TagMemory& of(const void* node) {
        for (auto& [owner, memory] : memories_) {
            if (owner == node) return *memory;
        }
        memories_.emplace_back(node, std::make_unique<TagMemory>());
        return *memories_.back().second;
    }

private:
    std::vector<std::pair<const void*, std::unique_ptr<TagMemory>>> memories_{};
};

/// The blocks of a template and those it extends: by name, the most derived last.
class BlockStack {
public:
    void add(const CompiledTemplate& page);
    const BlockNode* pop(std::string_view name);
    void push(std::string_view name, const BlockNode* block);
    const BlockNode* top(std::string_view name) const;

private:
    struct Chain {
        std::string_view name{};
        std::vector<const BlockNode*> blocks{};
    };
    Chain* find(std::string_view name);
    std::vector<Chain> chains_{};
};

/// What belongs to one template's rendering and not to those it includes.
struct Frame {
    const CompiledTemplate* page = nullptr;
    std::unique_ptr<BlockStack> blocks{}; // once something was extended
    TagMemories memories{};
    std::vector<std::string> extended_files{};
};

/// One rendering: where the text goes, what the template sees, and how values are written.
class Rendering {
public:
    Rendering(const Engine& engine, const Context& context, const RenderOptions& options, std::string& out);

    const Engine& engine;
    Scope scope;
    std::string* out;
    Frame* frame = nullptr;
    bool autoescape;
    bool localize = true; // {% localize off %} and |unlocalize
    bool use_time_zones;
    const i18n::TimeZone* zone;
    const i18n::Formats* localized;
    std::string_view current_app;
    std::string_view language;
    int depth = 0; // of templates that include each other

    const i18n::Formats& formats() const { return localize ? *localized : *unlocalized_; }
    const i18n::Formats& unlocalized() const { return *unlocalized_; }
    /// Renders a template in a frame of its own; RenderError when templates include each other too deeply.
    void include(const std::shared_ptr<const CompiledTemplate>& page, std::string_view partial = {});
    void keep(std::shared_ptr<const CompiledTemplate> page) { kept_pages_.push_back(std::move(page)); }
    /// Writes a value as {{ value }} does: localized, escaped unless it is safe.
    void write(const Value& value);
    /// What `write` would write, before escaping: dates and numbers in their formats.
    std::string text_of(const Value& value) const;
    /// Moments as their local time in the current zone where time zones are used.
    bool shows_local_time() const { return use_time_zones; }

    /// Where the innermost node stands that an exception came out of.
    void note_failure(std::string_view part) {
        if (failed_part_.data() == nullptr) {
            failed_part_ = part;
            failed_page_ = frame ? frame->page : nullptr;
        }
    }
    Place failure() const;
    void forget_failure() { failed_part_ = {}; }

private:
    void write_dynamic(const Value& value, const Dynamic& dynamic);

    const i18n::Formats* unlocalized_;
    std::vector<std::shared_ptr<const CompiledTemplate>> kept_pages_{};
    std::string_view failed_part_{};
    const CompiledTemplate* failed_page_ = nullptr;
};

/// Sends what is rendered while it lives into a text of its own.
class Capture {
public:
    explicit Capture(Rendering& rendering) : rendering_(rendering), before_(rendering.out) {
        rendering.out = &text;
    }
    ~Capture() { rendering_.out = before_; }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    std::string text{};

private:
    Rendering& rendering_;
    std::string* before_;
};

/// Sets a member for as long as it lives.
template <class T> class Restore {
public:
    Restore(T& member, T value) : member_(member), before_(std::exchange(member, std::move(value))) {}
    ~Restore() { member_ = std::move(before_); }
    Restore(const Restore&) = delete;
    Restore& operator=(const Restore&) = delete;

private:
    T& member_;
    T before_;
};

} // namespace portico::templates
