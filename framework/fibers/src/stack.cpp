#include "stack.hpp"

#include "sanitizers.hpp"

#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace portico::fibers::detail {

namespace {

// Wider than a page, so that a frame of some size cannot step over it. Costs address space only.
constexpr std::size_t guard_size = 64 * 1024;

constexpr int madv_guard_install = 102; // Linux 6.13; not in Debian 12's headers

std::size_t whole_pages(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
}

// MADV_GUARD_INSTALL leaves one mapping a stack and lets neighbours merge; mprotect splits each in two, and
// vm.max_map_count then ends at some 32,000 fibers.
bool install_guard(void* low) {
    if (madvise(low, guard_size, madv_guard_install) == 0) return true;
    return mprotect(low, guard_size, PROT_NONE) == 0;
}

} // namespace

Stack::Stack(std::size_t size) : size_(whole_pages(size)) {
    // MAP_STACK keeps transparent huge pages away, which would make each stack cost two megabytes.
    void* low = mmap(nullptr, size_ + guard_size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (low == MAP_FAILED) throw std::bad_alloc();
    if (!install_guard(low)) {
        munmap(low, size_ + guard_size);
        throw std::bad_alloc();
    }
    bottom_ = static_cast<char*>(low) + guard_size;
}

Stack::~Stack() {
    unpoison(bottom_, size_);
    munmap(bottom_ - guard_size, size_ + guard_size);
}

bool Stack::guards(const void* address) const noexcept {
    auto* byte = static_cast<const char*>(address);
    return byte >= bottom_ - guard_size && byte < bottom_;
}

void Stack::trim() noexcept {
    constexpr std::size_t kept = 8 * 1024;
    if (size_ > kept) madvise(bottom_, size_ - kept, MADV_DONTNEED);
}

} // namespace portico::fibers::detail
