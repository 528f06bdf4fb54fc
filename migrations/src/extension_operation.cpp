#include <portico/base/error.hpp>
#include <portico/orm/dialect.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

/// Other databases have none, and need none.
class CreateExtension final : public Operation {
public:
    explicit CreateExtension(std::string name) : name_(std::move(name)) {}
    std::string kind() const override { return "create_extension"; }
    std::string describe() const override { return "create extension " + name_; }
    std::string short_name() const override { return "extension_" + name_; }
    Map to_map() const override { return {{"op", kind()}, {"name", name_}}; }
    void apply(ProjectState&, const std::string&) const override {}
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState&, const OperationContext&) const override {
        run(editor, "CREATE EXTENSION IF NOT EXISTS ");
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState&, const OperationContext&) const override {
        run(editor, "DROP EXTENSION IF EXISTS ");
    }

private:
    void run(SchemaEditor& editor, const std::string& what) const {
        const orm::Dialect& dialect = editor.connection().dialect();
        if (dialect.name() == "postgresql") editor.run(what + dialect.quote(name_));
    }
    std::string name_;
};

}  // namespace

OperationPointer create_extension(std::string name) { return std::make_shared<CreateExtension>(std::move(name)); }

OperationPointer read_create_extension(Entries& entries, const std::string&) {
    std::string name = entries.text("name");
    if (name.empty()) entries.fail("\"name\" is empty");
    return create_extension(std::move(name));
}

}  // namespace portico::migrations
