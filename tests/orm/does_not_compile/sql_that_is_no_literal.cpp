// sql(…) takes a literal with {} where values stand, so that no text becomes SQL by accident
#include <portico/orm/sql.hpp>
auto titles = portico::orm::sql<std::string>(std::string("SELECT title FROM blog_post"));
