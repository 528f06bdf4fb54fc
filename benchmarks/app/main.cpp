#include <portico/admin/app.hpp>
#include <portico/auth/app.hpp>
#include <portico/project/project.hpp>

#include "bench/app.hpp"

using namespace portico;

int main(int argc, char** argv) {
    Project project(argc, argv);
    project.install(auth::app());
    project.install(admin::app(), "admin/");
    project.install(bench::app());
    return project.run();
}
