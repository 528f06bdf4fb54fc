#include "collect.hpp"

#include <fstream>
#include <iterator>
#include <ostream>
#include <set>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/http/content_coding.hpp>
#include <portico/http/response.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/staticfiles/app.hpp>

#include "pack.hpp"

namespace portico::staticfiles {

namespace fs = std::filesystem;

namespace {

struct CollectArguments {
    Argument<std::optional<std::string>> folder{};
    bool clear = false;
    bool dry_run = false;
    bool noinput = false;
    bool uncompressed = false;

    static void describe(Describe<CollectArguments>& arguments) {
        arguments.field(&CollectArguments::folder).help_text("where to; else the setting static.root");
        arguments.field(&CollectArguments::clear).help_text("remove files there that no app has");
        arguments.field(&CollectArguments::dry_run).help_text("say what would be done").alias("n");
        arguments.field(&CollectArguments::noinput).help_text("asks nothing, as ever");
        arguments.field(&CollectArguments::uncompressed).help_text("without .br, .zst and .gz beside them");
    }
};

class Collection {
public:
    Collection(fs::path folder, const CollectArguments& arguments, std::ostream& out)
        : folder_(std::move(folder)), arguments_(arguments), out_(out) {}

    void add(const std::string& name, const Resource& file) {
        const fs::path place = folder_ / fs::path(name);
        kept_.insert(place);
        const bool packs = !arguments_.uncompressed && is_compressible(content_type_of(place));
        if (packs)
            for (const Packing& packing : packings) kept_.insert(beside(place, packing));
        if (is_as(place, file.bytes()) && (!packs || is_packed(place))) {
            ++same_;
            return;
        }
        ++written_;
        if (arguments_.dry_run) {
            out_ << "would copy " << name << "\n";
            return;
        }
        // The packed ones first go and come last: nobody meets one of another text.
        for (const Packing& packing : packings) fs::remove(beside(place, packing));
        write(place, file.bytes());
        if (!packs) return;
        for (const Packing& packing : packings)
            if (std::string packed = pack(packing.coding, file.bytes()); !packed.empty()) write(beside(place, packing), packed);
    }

    void clear() {
        if (!fs::exists(folder_)) return;
        std::vector<fs::path> gone;
        for (const auto& entry : fs::recursive_directory_iterator(folder_))
            if (entry.is_regular_file() && !kept_.contains(entry.path())) gone.push_back(entry.path());
        for (const fs::path& path : gone) {
            out_ << (arguments_.dry_run ? "would remove " : "removed ") << path.lexically_relative(folder_).string() << "\n";
            if (!arguments_.dry_run) fs::remove(path);
        }
    }

    void report() const {
        out_ << written_ << (arguments_.dry_run ? " to be copied to " : " copied to ") << folder_.string() << ", " << same_ << " unchanged\n";
    }

private:
    static fs::path beside(fs::path place, const Packing& packing) { return place += packing.suffix; }
    static bool is_as(const fs::path& place, std::string_view bytes) {
        std::error_code error;
        if (fs::file_size(place, error) != bytes.size() || error) return false;
        std::ifstream file(place, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}} == bytes;
    }
    /// Where the last one is, all are: it is written last. A file that no coding makes smaller is tried each time.
    static bool is_packed(const fs::path& place) { return fs::exists(beside(place, std::end(packings)[-1])); }
    /// Whole or not at all.
    static void write(const fs::path& place, std::string_view bytes) {
        fs::create_directories(place.parent_path());
        fs::path unfinished = place;
        unfinished += ".part";
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file << bytes;
        file.close();
        if (!file) throw Error("can't write \"" + unfinished.string() + "\"", "is there room on the disk, and may this user write there?");
        fs::rename(unfinished, place);
    }

    fs::path folder_;
    const CollectArguments& arguments_;
    std::ostream& out_;
    std::set<fs::path> kept_;
    int written_ = 0, same_ = 0;
};

int collect(Project& project, const CollectArguments& arguments) {
    fs::path folder = arguments.folder->value_or(project.settings<StaticSettings>().root.string());
    if (folder.empty())
        throw Error("where to collect static files is not said", "give a folder, or set static.root in settings.toml");
    constexpr std::string_view below = "static/";
    Collection collection(folder, arguments, project.out());
    try {
        for (const std::string& name : project.resources().list(below))
            if (auto file = project.resources().open(name)) collection.add(name.substr(below.size()), *file);
        if (arguments.clear) collection.clear();
    } catch (const fs::filesystem_error& error) {
        throw Error("can't collect static files in \"" + folder.string() + "\": " + error.code().message(),
                    "may this user write there?");
    }
    collection.report();
    return 0;
}

}  // namespace

Command collect_command() {
    return command<collect>("collectstatic", "Copies all apps' static files to one folder, packed ones beside them.");
}

}  // namespace portico::staticfiles
