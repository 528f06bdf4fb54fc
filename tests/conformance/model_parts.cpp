// Fields of models, told by Django's names.
#include "model_parts.hpp"

#include <map>

#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/describe.hpp>
#include <portico/orm/file.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/relations.hpp>

#include "form_parts.hpp"
#include "values.hpp"

namespace portico::conformance {

/// The one that relations lead to; its keys are those of Django's own apps, of 32 bits.
struct Group : orm::Model<Group> {
    orm::Id<std::int32_t> id{};
    std::string name{};
    static void describe(orm::Describe<Group>&) {}
};

/// A key that the database counts up.
template <class K> struct Counted : orm::Model<Counted<K>> {
    orm::Id<K> the_field{};
    static void describe(orm::Describe<Counted<K>>&) {}
};

/// A member for each kind of column, and one that may be null.
struct Columns : orm::Model<Columns> {
    orm::Id<> id{};
    bool truth{};
    std::optional<bool> truth_or_null{};
    std::int16_t small{};
    std::optional<std::int16_t> small_or_null{};
    std::int32_t whole{};
    std::optional<std::int32_t> whole_or_null{};
    std::int64_t big{};
    std::optional<std::int64_t> big_or_null{};
    std::uint16_t small_positive{};
    std::optional<std::uint16_t> small_positive_or_null{};
    std::uint32_t positive{};
    std::optional<std::uint32_t> positive_or_null{};
    std::uint64_t big_positive{};
    std::optional<std::uint64_t> big_positive_or_null{};
    double real{};
    std::optional<double> real_or_null{};
    std::string text{};
    std::optional<std::string> text_or_null{};
    Bytes bytes{};
    std::optional<Bytes> bytes_or_null{};
    Decimal decimal{};
    std::optional<Decimal> decimal_or_null{};
    Date date{};
    std::optional<Date> date_or_null{};
    Time time{};
    std::optional<Time> time_or_null{};
    DateTime moment{};
    std::optional<DateTime> moment_or_null{};
    Duration duration{};
    std::optional<Duration> duration_or_null{};
    Uuid uuid{};
    std::optional<Uuid> uuid_or_null{};
    portico::Json json{};
    std::optional<portico::Json> json_or_null{};
    IpAddress address{};
    std::optional<IpAddress> address_or_null{};
    orm::File file{};
    orm::ForeignKey<Group> group{};
    orm::OptionalForeignKey<Group> group_or_null{};
    orm::OneToOne<Group> only{};
    orm::OptionalOneToOne<Group> only_or_null{};
    orm::ManyToMany<Group> groups{};
    static void describe(orm::Describe<Columns>& columns) {
        columns.field(&Columns::group).related_name("+");
        columns.field(&Columns::group_or_null).related_name("+");
        columns.field(&Columns::only).related_name("+");
        columns.field(&Columns::only_or_null).related_name("+");
        columns.field(&Columns::groups).related_name("+");
    }
};

namespace {

/// The member that stands for a kind of Django's.
const char* member_for(const std::string& type) {
    static const std::map<std::string, const char*> members{
        {"BooleanField", "truth"},
        {"SmallIntegerField", "small"}, {"IntegerField", "whole"}, {"BigIntegerField", "big"},
        {"PositiveSmallIntegerField", "small_positive"}, {"PositiveIntegerField", "positive"}, {"PositiveBigIntegerField", "big_positive"},
        {"FloatField", "real"}, {"DecimalField", "decimal"},
        {"CharField", "text"}, {"TextField", "text"}, {"EmailField", "text"}, {"SlugField", "text"}, {"URLField", "text"},
        {"BinaryField", "bytes"}, {"DateField", "date"}, {"TimeField", "time"}, {"DateTimeField", "moment"}, {"DurationField", "duration"},
        {"UUIDField", "uuid"}, {"JSONField", "json"}, {"GenericIPAddressField", "address"}, {"FileField", "file"}, {"ImageField", "file"},
        {"ForeignKey", "group"}, {"OneToOneField", "only"}, {"ManyToManyField", "groups"}};
    auto found = members.find(type);
    if (found == members.end()) throw NoSuchOperation("model field " + type);
    return found->second;
}

const orm::ModelInfo& columns() {
    install_type<Group>();
    install_type<Columns>();
    return orm::model<Columns>();
}

std::optional<ModelField> counted_field(const std::string& type) {
    const orm::ModelInfo* model = nullptr;
    if (type == "SmallAutoField") model = (install_type<Counted<std::int16_t>>(), &orm::model<Counted<std::int16_t>>());
    else if (type == "AutoField") model = (install_type<Counted<std::int32_t>>(), &orm::model<Counted<std::int32_t>>());
    else if (type == "BigAutoField") model = (install_type<Counted<std::int64_t>>(), &orm::model<Counted<std::int64_t>>());
    else return std::nullopt;
    return ModelField{model, *model->type->find("the_field")};
}

std::string format_of(const std::string& type, const Json& field) {
    if (type == "EmailField") return "email";
    if (type == "SlugField") return field.value("allow_unicode", false) ? "unicode_slug" : "slug";
    if (type == "URLField") return "url";
    if (type == "ImageField") return "image";
    if (type != "GenericIPAddressField") return {};
    if (field.value("unpack_ipv4", false)) return "unpack_ipv4";
    std::string protocol = text::ascii_lower(field.value("protocol", "both"));
    return protocol == "both" ? "" : protocol;
}

/// Of a TextField Django asks a length in forms alone, which nothing here says.
void set_length(orm::FieldDescription& field, const std::string& type, const Json& description) {
    if (type == "TextField") return;
    if (description.contains("max_length") && !description.at("max_length").is_null()) field.max_length(description.at("max_length").get<std::size_t>());
    else if (type == "EmailField") field.max_length(254);
    else if (type == "URLField") field.max_length(200);
    else if (type == "SlugField") field.max_length(50);
}

void set_option(orm::FieldDescription& field, const std::string& name, const Json& value) {
    if (name == "default") field.default_value(decode(value));
    else if (name == "choices") field.choices(choices_of(value));
    else if (name == "verbose_name") field.label(text::capfirst(decode(value).str()));
    else if (name == "help_text") field.help_text(decode(value).str());
    else if (name == "db_column" && !value.is_null()) field.db_column(value.get<std::string>());
    else if (name == "db_comment" && !value.is_null()) field.db_comment(value.get<std::string>());
    else if (name == "upload_to") field.upload_to(value.get<std::string>());
    else if (name == "unique" && value.get<bool>()) field.unique();
    else if (name == "db_index") field.index(value.get<bool>());
    else if (name == "editable") field.editable(value.get<bool>());
    else if (name == "auto_now" && value.get<bool>()) field.auto_now();
    else if (name == "auto_now_add" && value.get<bool>()) field.auto_now_add();
    else if (name == "max_digits") field.info().digits = value.get<int>();
    else if (name == "decimal_places") field.info().places = value.get<int>();
}

/// What is said elsewhere: by the member that stands for the field, its format, its length.
void check_known(const Json& description) {
    constexpr std::string_view known[] = {"type", "null", "blank", "primary_key", "max_length", "allow_unicode", "unpack_ipv4", "protocol",
                                          "default", "choices", "verbose_name", "help_text", "db_column", "db_comment", "upload_to", "unique",
                                          "db_index", "editable", "auto_now", "auto_now_add", "max_digits", "decimal_places", "to", "on_delete"};
    for (const auto& [name, value] : description.items())
        if (std::find(std::begin(known), std::end(known), name) == std::end(known)) throw NoSuchOperation("model field option " + name);
}

} // namespace

ModelField make_model_part(const Json& description) {
    const std::string type = description.at("type");
    check_known(description);
    if (auto counted = counted_field(type)) return *counted;
    ModelField made{&columns(), {}};
    std::string member = member_for(type);
    if (description.value("null", false) && made.model->type->find(member + "_or_null")) member += "_or_null";
    made.info = *made.model->type->find(member);
    made.info.extension.reset();
    made.info.alias = "the_field";
    orm::FieldDescription field(made.info);
    field.label("The field").required(!description.value("blank", false));
    field.info().format = format_of(type, description);
    set_length(field, type, description);
    if (type.starts_with("Positive")) field.min(0);
    for (const auto& [name, value] : description.items()) set_option(field, name, value);
    // Whether it may be left unticked is not the question for what is true or false.
    if (type == "BooleanField" && !made.info.nullable() && made.info.choices.empty()) made.info.required.reset();
    return made;
}

} // namespace portico::conformance
