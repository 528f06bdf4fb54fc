#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include <portico/base/signing.hpp>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

namespace {

class Reload : public ::testing::Test {
protected:
    Reload() { std::filesystem::create_directories(folder_); }
    ~Reload() override { std::filesystem::remove_all(folder_); }

    /// Each text is a second newer than the one before, whatever the clock says.
    void write(std::string_view text) {
        std::ofstream(folder_ / "page.html") << text;
        time_ += std::chrono::seconds(1);
        std::filesystem::last_write_time(folder_ / "page.html", time_);
    }
    Engine engine(bool reload, std::chrono::milliseconds interval) const {
        EngineOptions options;
        options.reload = reload;
        options.reload_interval = interval;
        return Engine({folder_}, options);
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("portico-templates-" + random_string(8));
    std::filesystem::file_time_type time_ = std::filesystem::file_time_type::clock::now();
};

} // namespace

TEST_F(Reload, a_changed_file_is_read_again) {
    write("one");
    Engine reloading = engine(true, std::chrono::milliseconds(0));
    EXPECT_EQ(reloading.render("page.html"), "one");
    write("two");
    EXPECT_EQ(reloading.render("page.html"), "two");
}

TEST_F(Reload, files_are_looked_at_only_once_in_the_interval) {
    write("one");
    Engine reloading = engine(true, std::chrono::hours(1));
    EXPECT_EQ(reloading.render("page.html"), "one");
    write("two");
    EXPECT_EQ(reloading.render("page.html"), "one");
}

TEST_F(Reload, without_reload_a_file_is_read_once) {
    write("one");
    Engine fixed = engine(false, std::chrono::milliseconds(0));
    EXPECT_EQ(fixed.render("page.html"), "one");
    write("two");
    EXPECT_EQ(fixed.render("page.html"), "one");
}

TEST_F(Reload, a_file_that_is_gone_is_not_found) {
    write("one");
    Engine reloading = engine(true, std::chrono::milliseconds(0));
    EXPECT_EQ(reloading.render("page.html"), "one");
    std::filesystem::remove(folder_ / "page.html");
    EXPECT_THROW(reloading.render("page.html"), TemplateNotFound);
}

TEST_F(Reload, an_error_names_the_file_on_disk) {
    write("{% nothing %}");
    Engine reloading = engine(true, std::chrono::milliseconds(0));
    try {
        reloading.render("page.html");
        FAIL();
    } catch (const SyntaxError& error) {
        EXPECT_EQ(error.place().file, (folder_ / "page.html").string());
    }
}
