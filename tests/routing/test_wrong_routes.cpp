// Routes that do not fit their views do not compile; the compiler's output names what is wrong.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

namespace portico {
namespace {

using testing::HasSubstr;

struct Compiled {
    bool fine;
    std::string output;
};

Compiled compile(const std::string& route) {
    static int number = 0;
    auto file = std::filesystem::temp_directory_path() /
                ("wrong-route-" + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".cpp");
    std::ofstream(file) << "#include <portico/routing/route.hpp>\n"
                           "using namespace portico;\n"
                           "Response show(Request&, std::string_view slug);\n"
                           "Response archive(int year, int month);\n"
                           "struct Post {};\n"
                           "Post post(Request&);\n"
                           "Route made = " +
                               route + ";\n";
    std::string command = std::string(PORTICO_COMPILER " -std=c++20 -fsyntax-only " PORTICO_INCLUDES " ") +
                          file.string() + " 2>&1";
    std::string output;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, size);
    bool fine = ::pclose(pipe) == 0;
    std::filesystem::remove(file);
    return {fine, output};
}

std::string errors_of(const std::string& route) {
    Compiled compiled = compile(route);
    return compiled.fine ? "it compiled" : compiled.output;
}

TEST(WrongRoute, IsToldFromARightOne) {
    Compiled compiled = compile(R"(path<show>("posts/<slug:slug>/", "post-detail"))");
    EXPECT_TRUE(compiled.fine) << compiled.output;
}

TEST(WrongRoute, HasTooFewParameters) {
    EXPECT_THAT(errors_of(R"(path<show>("posts/"))"),
                HasSubstr("the_view_takes_more_parameters_than_the_pattern_has"));
}

TEST(WrongRoute, HasTooManyParameters) {
    EXPECT_THAT(errors_of(R"(path<show>("<slug:a>/<slug:b>/"))"),
                HasSubstr("the_pattern_has_more_parameters_than_the_view"));
}

TEST(WrongRoute, HasAParameterOfAnotherType) {
    EXPECT_THAT(errors_of(R"(path<archive>("<int:year>/<slug:month>/"))"),
                HasSubstr("the_converter_gives_another_type_than_the_view_takes"));
}

TEST(WrongRoute, HasAnUnknownConverter) {
    EXPECT_THAT(errors_of(R"(path<show>("<sulg:slug>/"))"), HasSubstr("the_converter_is_unknown"));
}

TEST(WrongRoute, HasABadPattern) {
    EXPECT_THAT(errors_of(R"(path<show>("/posts/<slug:slug>/"))"),
                HasSubstr("the_pattern_begins_with_a_slash"));
    EXPECT_THAT(errors_of(R"(path<show>("posts/<slug:slug/"))"), HasSubstr("an_angle_bracket_is_not_closed"));
}

TEST(WrongRoute, HasAViewThatGivesNoResponse) {
    EXPECT_THAT(errors_of(R"(path<post>("posts/"))"),
                HasSubstr("a view gives a Response: Response view(Request&"));
}

} // namespace
} // namespace portico
