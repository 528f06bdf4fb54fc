#include "compiled_template.hpp"

#include "parser.hpp"

namespace portico::templates {

CompiledTemplate::CompiledTemplate(SourceText source, const Engine& engine) : source_(std::move(source)) {
    Parser parser(*this, engine);
    nodes_ = parser.parse_all();
}

CompiledTemplate::~CompiledTemplate() = default;

const CompiledTemplate::Partial* CompiledTemplate::partial(std::string_view name) const {
    for (const auto& partial : partials_) {
        if (partial->name == name) return partial.get();
    }
    return nullptr;
}

} // namespace portico::templates
