#include "symbols.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <portico/base/text.hpp>

extern char** environ;  // NOLINT: POSIX's name

namespace portico {

namespace {

constexpr std::string_view program = "the program";

/// An address as its file on the disk has it.
struct Place {
    std::string module{};
    std::uintptr_t offset = 0;
};

struct Search {
    std::uintptr_t address = 0;
    Place found{};
};

int look_into(dl_phdr_info* info, std::size_t, void* data) {
    auto& search = *static_cast<Search*>(data);
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& part = info->dlpi_phdr[i];
        const std::uintptr_t begin = info->dlpi_addr + part.p_vaddr;
        if (part.p_type != PT_LOAD || search.address < begin || search.address >= begin + part.p_memsz) continue;
        const bool is_program = info->dlpi_name == nullptr || *info->dlpi_name == '\0';
        search.found = {is_program ? std::string(program) : info->dlpi_name, search.address - info->dlpi_addr};
        return 1;
    }
    return 0;
}

/// A return address lies behind the call: one before it is within.
Place place_of(void* return_address) {
    Search search{.address = reinterpret_cast<std::uintptr_t>(return_address) - 1};
    ::dl_iterate_phdr(&look_into, &search);
    return search.found;
}

/// What a program prints; empty when it can't be run.
std::string output_of(std::vector<std::string> arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const bool runs = ::posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string out;
    char buffer[4096];
    for (ssize_t size = 0; runs && (size = ::read(ends[0], buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(size));
    ::close(ends[0]);
    if (runs) ::waitpid(child, nullptr, 0);
    return out;
}

/// "/srv/site/views.cpp:48 (discriminator 3)".
void read_line_number(Frame& frame, std::string_view text) {
    text = text.substr(0, text.find(" ("));
    const auto colon = text.rfind(':');
    if (colon == text.npos || text.starts_with("??")) return;
    frame.file = std::filesystem::path(text.substr(0, colon)).lexically_normal().string();
    frame.line = std::atoi(std::string(text.substr(colon + 1)).c_str());
}

/// Of each offset its frames, as addr2line tells them: a line with the address, then function and place in turns.
std::vector<std::vector<Frame>> frames_in(const std::string& module, const std::vector<std::uintptr_t>& offsets) {
    // Of the program itself, not of the child that reads it.
    const std::string file = module == program ? "/proc/" + std::to_string(::getpid()) + "/exe" : module;
    std::vector<std::string> command{"addr2line", "-a", "-C", "-f", "-i", "-e", file};
    for (std::uintptr_t offset : offsets) {
        char hexadecimal[24];
        std::snprintf(hexadecimal, sizeof hexadecimal, "0x%jx", static_cast<std::uintmax_t>(offset));
        command.emplace_back(hexadecimal);
    }
    std::vector<std::vector<Frame>> all;
    bool place_follows = false;
    const std::string output = output_of(std::move(command));
    for (std::string_view line : text::split(output, '\n')) {
        if (line.empty()) continue;
        if (!place_follows && line.starts_with("0x")) {
            all.emplace_back();
        } else if (all.empty()) {
            continue;
        } else if (place_follows) {
            read_line_number(all.back().back(), line);
            place_follows = false;
        } else {
            all.back().push_back({.function = line.starts_with("??") ? std::string() : std::string(line)});
            place_follows = true;
        }
    }
    all.resize(offsets.size());
    return all;
}

std::string exported_name(void* address) {
    Dl_info info{};
    if (::dladdr(address, &info) == 0 || !info.dli_sname) return {};
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : info.dli_sname;
}

/// Of each address its frames.
std::vector<std::vector<Frame>> read_frames(const std::vector<void*>& addresses) {
    std::map<std::string, std::vector<std::uintptr_t>> offsets;
    std::vector<std::pair<std::string, std::size_t>> where;  // the module, and which of its offsets
    for (void* address : addresses) {
        Place place = place_of(address);
        std::vector<std::uintptr_t>& of_module = offsets[place.module];
        where.emplace_back(place.module, of_module.size());
        of_module.push_back(place.offset);
    }
    std::map<std::string, std::vector<std::vector<Frame>>> named;
    for (const auto& [module, of_module] : offsets)
        if (!module.empty() && !module.starts_with("/lib") && !module.starts_with("/usr/lib")) named[module] = frames_in(module, of_module);
    std::vector<std::vector<Frame>> all;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto& [module, place] = where[i];
        auto known = named.find(module);
        std::vector<Frame> frames = known == named.end() ? std::vector<Frame>() : known->second[place];
        if (frames.empty()) frames.emplace_back();
        if (frames.back().function.empty()) frames.back().function = exported_name(addresses[i]);
        all.push_back(std::move(frames));
    }
    return all;
}

}  // namespace

/// What was read once is kept: the program's code does not change while it runs.
std::vector<Frame> named_frames(std::span<void* const> addresses) {
    static std::mutex guard;
    static std::map<void*, std::vector<Frame>> known;
    const std::lock_guard lock(guard);
    std::vector<void*> unknown;
    for (void* address : addresses)
        if (!known.contains(address)) unknown.push_back(address);
    if (!unknown.empty()) {
        std::vector<std::vector<Frame>> read = read_frames(unknown);
        for (std::size_t i = 0; i < unknown.size(); ++i) known[unknown[i]] = std::move(read[i]);
    }
    std::vector<Frame> all;
    for (void* address : addresses) all.insert(all.end(), known[address].begin(), known[address].end());
    return all;
}

}  // namespace portico
