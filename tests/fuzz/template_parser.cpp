/// Any bytes are a template that either compiles or is a TemplateError; what compiles renders or is a
/// TemplateError.
#include <cstddef>
#include <cstdint>

#include <portico/templates/engine.hpp>

using namespace portico;
using namespace portico::templates;

namespace {

const Engine& engine() {
    static const Engine shared{std::vector<std::shared_ptr<const Loader>>{
        std::make_shared<MapLoader>(std::map<std::string, std::string, std::less<>>{
            {"base.html", "<{% block a %}a{% endblock %}{% block b %}b{% endblock %}>"},
            {"row.html", "{{ x }}{% cycle 'a' 'b' %}"}})}};
    return shared;
}

Context context() {
    return {{"x", 5},
            {"text", "a <b> c"},
            {"html", Html{"<i>"}},
            {"items", Value(List{Value(1), Value("two"), Value()})},
            {"map", Map{{"a", Value(1)}, {"b", Value(List{Value(1), Value(2)})}}},
            {"half", 0.5},
            {"now", DateTime{}}};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        engine().render_text(std::string_view(reinterpret_cast<const char*>(data), size), context());
    } catch (const TemplateError&) {
    }
    return 0;
}
