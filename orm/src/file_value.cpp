#include <portico/orm/types.hpp>
#include <portico/storage/storage.hpp>

namespace portico::orm {

namespace {

class FileValue : public Dynamic {
public:
    explicit FileValue(std::string name) : name_(std::move(name)) {}
    std::optional<Value> attribute(std::string_view wanted) const override {
        if (wanted == "name") return Value(name_);
        if (wanted == "url" && !name_.empty()) return Value(stored_url(name_));
        return std::nullopt;
    }
    bool truthy() const override { return !name_.empty(); }
    std::string str() const override { return name_; }

private:
    std::string name_;
};

}  // namespace

Value file_value(std::string name) { return FileValue(std::move(name)); }

}  // namespace portico::orm
