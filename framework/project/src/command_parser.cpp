// The only file that knows CLI11.
#include "command_parser.hpp"

#include <CLI/CLI.hpp>

#include <portico/base/text.hpp>

#include "limits.hpp"

namespace portico {

namespace {

bool is_positional(const FieldInfo& field) {
    return dynamic_cast<const PositionalField*>(field.type->extension.get()) != nullptr;
}

bool is_list(const FieldInfo& field) { return field.type->kind == Kind::list; }

std::string option_name(const FieldInfo& field) { return "--" + text::replace_all(field.name, "_", "-"); }

/// "-n,--count", "--debug,!--no-debug", or the bare name of a positional argument.
std::string cli_name(const FieldInfo& field) {
    if (is_positional(field)) return text::replace_all(field.name, "_", "-");
    std::string name = field.alias.size() == 1 ? "-" + field.alias + "," : std::string();
    name += option_name(field);
    if (field.type->kind == Kind::boolean && !field.type->optional)
        name += ",!--no-" + text::replace_all(field.name, "_", "-");
    return name;
}

bool is_needed(const FieldInfo& field) {
    if (field.required) return *field.required;
    return is_positional(field) && !field.type->optional && !is_list(field);
}

void set_field(void* object, const FieldInfo& field, const std::vector<std::string>& words) {
    try {
        if (!is_list(field)) {
            field.set(object, Value(words.empty() ? std::string() : words.back()));
            return check_limits(field, field.get(object));
        }
        List items;
        for (const std::string& word : words) items.push_back(Value(word));
        field.set(object, Value(std::move(items)));
    } catch (const ConversionError& error) {
        std::string what = is_positional(field) ? field.name : option_name(field);
        throw CommandLineError("\"" + text::join(words, " ") + "\" is no value for " + what + ": " +
                                   error.what(),
                               field.help_text);
    }
}

std::string type_text(const FieldInfo& field) {
    const FieldType& type = is_list(field) && field.type->element ? *field.type->element : *field.type;
    switch (type.kind) {
    case Kind::integer: return "NUMBER";
    case Kind::floating:
    case Kind::decimal: return "NUMBER";
    case Kind::date: return "DATE";
    case Kind::enumeration: {
        std::vector<std::string> names;
        for (const EnumValue& value : type.enumerators) names.push_back(value.name);
        return text::join(names, "|");
    }
    default: return "TEXT";
    }
}

/// Puts the options on the parser; what they are set to goes into `object`.
void add_field(CLI::App& parser, const FieldInfo& field, void* object) {
    if (field.type->kind == Kind::boolean && !field.type->optional && !is_positional(field)) {
        parser.add_flag_function(
            cli_name(field), [object, &field](std::int64_t count) { field.set(object, Value(count > 0)); },
            field.help_text);
        return;
    }
    auto set = [object, &field](const std::vector<std::string>& words) { set_field(object, field, words); };
    CLI::Option* option =
        parser.add_option_function<std::vector<std::string>>(cli_name(field), set, field.help_text);
    option->type_name(type_text(field))->required(is_needed(field));
    if (is_list(field))
        option->allow_extra_args(is_positional(field));
    else
        option->expected(1)->allow_extra_args(false);
    std::string before = field.get(object).is_null() ? std::string() : field.get(object).str();
    if (!before.empty() && !is_needed(field) && !is_list(field)) option->default_str(before);
}

std::unique_ptr<CLI::App> make_parser(const Command& command, const std::string& program, void* object) {
    auto parser = std::make_unique<CLI::App>(command.help, program + " " + command.name);
    parser->allow_extras();  // so that the message is ours
    parser->set_help_flag("-h,--help", "show this text");
    if (command.arguments)
        for (const FieldInfo& field : command.arguments->fields) add_field(*parser, field, object);
    return parser;
}

[[noreturn]] void refuse(const Command& command, const std::string& word) {
    if (!word.starts_with('-') || word == "-")
        throw CommandLineError("\"" + command.name + "\" doesn't take \"" + word + "\"",
                               "see " + command.name + " --help");
    std::vector<std::string> known{"--help"};
    if (command.arguments)
        for (const FieldInfo& field : command.arguments->fields)
            if (!is_positional(field)) known.push_back(option_name(field));
    std::string name = word.substr(0, word.find('='));
    std::string hint = did_you_mean(name, known);
    throw CommandLineError("\"" + command.name + "\" has no option \"" + name + "\"",
                           hint.empty() ? "see " + command.name + " --help" : hint);
}

}  // namespace

std::shared_ptr<void> parse_arguments(const Command& command, const std::string& program,
                                      const std::vector<std::string>& words) {
    std::shared_ptr<void> object = command.arguments ? command.arguments->make() : nullptr;
    auto parser = make_parser(command, program, object.get());
    try {
        std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 takes them
        parser->parse(reversed);
    } catch (const CLI::ParseError& error) {
        for (const std::string& word : parser->remaining()) refuse(command, word);
        throw CommandLineError(error.what(), "see " + command.name + " --help");
    }
    for (const std::string& word : parser->remaining()) refuse(command, word);
    return object;
}

std::string command_help(const Command& command, const std::string& program) {
    std::shared_ptr<void> object = command.arguments ? command.arguments->make() : nullptr;
    return make_parser(command, program, object.get())->help();
}

}  // namespace portico
