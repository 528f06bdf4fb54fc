#pragma once
#include <cstdint>

#include <portico/base/describe.hpp>

namespace portico {
class Project;
}

namespace blog {

struct DemoArguments {
    int posts = 5000;
    std::int64_t seed = 1;
    bool if_empty = false;

    static void describe(portico::Describe<DemoArguments>& arguments) {
        arguments.field(&DemoArguments::posts).help_text("how many posts to make");
        arguments.field(&DemoArguments::seed).help_text("the same seed gives the same posts");
        arguments.field(&DemoArguments::if_empty).help_text("do nothing where there are posts already");
    }
};

/// ./blog demo --posts 5000 --seed 1
int make_demo(portico::Project& project, const DemoArguments& arguments);

}  // namespace blog
