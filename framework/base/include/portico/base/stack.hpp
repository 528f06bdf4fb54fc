/// The functions that were being called: addresses when it is taken, names and lines when somebody reads them.
///
///     keep_thrown_stacks(true);
///     catch (const std::exception& error) {
///         for (const Frame& frame : Stack::of(error).frames()) frame.function, frame.file, frame.line
///     }
///
/// Taking one costs some microseconds; reading its lines runs binutils' addr2line for some tenths of a second. Without addr2line or
/// debug information frames have names only where the program exports them.
#pragma once
#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>

namespace portico {

struct Frame {
    std::string function{};  // "blog::post_detail(portico::Request&, …)"; empty where nothing is known
    std::string file{};      // absolute, or empty
    int line = 0;

    /// Of the site: not the framework's, the standard library's or the runtime's, and its line is known.
    bool is_own() const;
    /// "/srv/site/blog/views.cpp:48", or empty.
    std::string place() const;
};

class Stack {
public:
    static constexpr std::size_t deepest = 48;

    /// Of the caller; on a fiber, as far as its start.
    static Stack here();
    /// Where the exception was thrown first, while it is being handled on the thread that threw it. Empty unless stacks are kept,
    /// under the sanitizers, and for exceptions that sixteen later ones of the thread have pushed out.
    static Stack of(const std::exception& error);

    bool empty() const noexcept { return count_ == 0; }
    /// Innermost first, inlined calls included.
    std::vector<Frame> frames() const;

private:
    std::array<void*, deepest> addresses_{};
    std::size_t count_ = 0;

    friend struct StackTaker;
    friend std::vector<Frame> own_frames(const std::vector<Stack>& stacks);
};

/// Of each stack the innermost frame of the site's own code; an empty one where there is none. All lines are read in one go.
std::vector<Frame> own_frames(const std::vector<Stack>& stacks);

/// From now on each throw notes where it happened: for development. Of the whole process.
void keep_thrown_stacks(bool keep) noexcept;

}  // namespace portico
