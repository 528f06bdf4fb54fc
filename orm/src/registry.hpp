/// The models that the program installed.
#pragma once
#include <string>

#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

void register_model(ModelInfo& model);
/// Counts up with everything that is registered, named or joined up.
std::size_t registry_version();
/// Gives the model its app and table.
void assign_app(ModelInfo& model, const std::string& label);
/// Joins up relations whose both ends are installed now.
void join_relations();

}  // namespace portico::orm::detail
