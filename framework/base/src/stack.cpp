#include <portico/base/stack.hpp>

#include <algorithm>
#include <atomic>

#include <string_view>

#include <cxxabi.h>
#include <dlfcn.h>
#include <unwind.h>

#include "symbols.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PORTICO_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PORTICO_SANITIZED 1
#endif
#endif

namespace portico {

/// Collects addresses from the unwinder, which calls it for each frame.
struct StackTaker {
    Stack stack{};

    static _Unwind_Reason_Code visit(_Unwind_Context* context, void* self) {
        auto& taker = *static_cast<StackTaker*>(self);
        const auto address = _Unwind_GetIP(context);
        if (address == 0 || taker.stack.count_ == Stack::deepest) return _URC_END_OF_STACK;
        taker.stack.addresses_[taker.stack.count_++] = reinterpret_cast<void*>(address);
        return _URC_NO_REASON;
    }
    static Stack take() {
        StackTaker taker;
        _Unwind_Backtrace(&visit, &taker);
        return taker.stack;
    }
};

namespace {

struct Thrown {
    const void* object = nullptr;
    Stack stack{};
};

std::atomic<bool> keeping{false};
constexpr std::size_t most_kept = 16;
thread_local std::array<Thrown, most_kept> kept;
thread_local std::size_t next_place = 0;

#ifndef PORTICO_SANITIZED
void note(const void* object) {
    if (!keeping.load(std::memory_order_relaxed)) return;
    kept[next_place] = {object, StackTaker::take()};
    next_place = (next_place + 1) % most_kept;
}
#endif

}  // namespace

Stack Stack::here() { return StackTaker::take(); }

Stack Stack::of(const std::exception& error) {
    const void* object = dynamic_cast<const void*>(&error);
    for (std::size_t back = 1; back <= most_kept; ++back) {
        const Thrown& thrown = kept[(next_place + most_kept - back) % most_kept];
        if (thrown.object == object) return thrown.stack;
    }
    return {};
}

std::vector<Frame> Stack::frames() const {
    std::vector<Frame> frames = named_frames({addresses_.data(), count_});
    // What took the stack lies on top of it; how many functions those are is up to the optimiser.
    auto own = [](const Frame& frame) { return frame.function.starts_with("__cxa_throw") || frame.file.ends_with("/base/src/stack.cpp"); };
    frames.erase(frames.begin(), std::ranges::find_if_not(frames, own));
    return frames;
}

namespace {

/// The folders of Portico's rooms, where it was built: a site's code lies elsewhere, its tests and examples beside.
bool is_room(std::string_view file) {
    constexpr std::string_view root = PORTICO_SOURCE_FOLDER "/";
    if (!file.starts_with(root)) return false;
    file.remove_prefix(root.size());
    constexpr std::array rooms{"framework/", "orm/", "migrations/", "templates/", "forms/", "auth/", "admin/", "api/"};
    return std::ranges::any_of(rooms, [&](std::string_view room) { return file.starts_with(room); });
}

}  // namespace

bool Frame::is_own() const {
    constexpr std::array<std::string_view, 4> foreign{"portico::", "std::", "__", "_start"};
    // Of what was inlined some compilers tell the name without its namespace.
    if (line == 0 || file.starts_with("/usr/") || file.find("/include/portico/") != std::string::npos || is_room(file))
        return false;
    // A template's instance begins with what it returns.
    const std::string_view name(function);
    const auto parameters = name.find('(');
    return std::ranges::none_of(foreign, [&](std::string_view start) { return name.starts_with(start); }) &&
           (name.find(" portico::") >= parameters || name.find(" portico::") == name.npos) &&
           (name.find(" std::") >= parameters || name.find(" std::") == name.npos);
}

std::string Frame::place() const { return line == 0 ? std::string() : file + ":" + std::to_string(line); }

std::vector<Frame> own_frames(const std::vector<Stack>& stacks) {
    std::vector<void*> addresses;
    for (const Stack& stack : stacks) addresses.insert(addresses.end(), stack.addresses_.begin(), stack.addresses_.begin() + static_cast<std::ptrdiff_t>(stack.count_));
    // What is read here is kept, and at hand below.
    named_frames(addresses);
    std::vector<Frame> own;
    for (const Stack& stack : stacks) {
        auto frames = stack.frames();
        auto found = std::ranges::find_if(frames, &Frame::is_own);
        own.push_back(found == frames.end() ? Frame{} : *found);
    }
    return own;
}

void keep_thrown_stacks(bool keep) noexcept { keeping = keep; }

}  // namespace portico

#ifndef PORTICO_SANITIZED
/// Stands before the C++ runtime's own, which does the throwing. (The sanitizers have one of theirs, which must come first.)
extern "C" [[noreturn]] void __cxa_throw(void* object, std::type_info* type, void (*destroy)(void*)) {
    using Throw = void (*)(void*, std::type_info*, void (*)(void*));
    static const auto next = reinterpret_cast<Throw>(dlsym(RTLD_NEXT, "__cxa_throw"));
    portico::note(object);
    next(object, type, destroy);
    __builtin_unreachable();
}
#endif
