/// migrating_site DATABASE FOLDER COMMAND…: a site of one app, "shop", whose migrations lie in FOLDER/migrations.
#include <iostream>
#include <string>
#include <vector>

#include <portico/migrations/app.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

int main(int argc, char** argv) {
    using namespace portico;
    if (argc < 4) return 2;
    const AppResources resources{.label = "shop", .folder = argv[2]};
    Project project({.settings = {{"database.url", Value(std::string(argv[1]))}, {"secret_key", Value(std::string(50, 'k') + "ey of this test")}},
                     .profile = Profile::test,
                     .root = argv[2],
                     .out = &std::cout,
                     .err = &std::cerr});
    project.install(migrations::app());
    project.install(App("shop").with(resources));
    return project.run(std::vector<std::string>(argv + 3, argv + argc));
}
