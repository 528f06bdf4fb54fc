// this field is of another model than the window's rows
#include "../blog_models.hpp"
#include <portico/orm/window.hpp>
auto window = portico::orm::Window<blog::Post>().partition_by(&blog::Tag::name);
