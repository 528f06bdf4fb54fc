#include <portico/project/project.hpp>

#include "hello/app.hpp"

int main(int argc, char** argv) {
    portico::Project project(argc, argv);
    project.install(hello::app());
    return project.run();
}
