/// write_reference: makes the pages of docs/reference that are made of what is registered, anew.
#include <fstream>
#include <iostream>

#include <portico/base/error.hpp>

#include "forms_page.hpp"
#include "markdown.hpp"
#include "template_page.hpp"

int main() {
    using namespace portico::reference;
    try {
        std::ofstream(page_folder() / "templates.md") << template_page(template_reference());
        std::ofstream(page_folder() / "forms.md") << forms_page().text();
    } catch (const portico::Error& error) {
        std::cerr << error.what() << '\n' << error.hint() << '\n';
        return 1;
    }
}
