#include "django_models.hpp"

#include <portico/orm/sql.hpp>

#include "test_database.hpp"

// As they are, each in a namespace of its own: a site has one of them.
namespace on_sqlite {
#include "django/sqlite/models.cpp"
}
namespace on_postgresql {
#include "django/postgresql/models.cpp"
}

namespace portico::migrations {

orm::Models django_models() {
    if (orm::test::on_postgresql()) {
        using namespace on_postgresql::blog;
        return orm::models<AuthGroup, AuthGroupPermissions, AuthPermission, AuthUser, AuthUserGroups, AuthUserUserPermissions, Author, Comment, Post, Tag, DjangoAdminLog, DjangoContentType, DjangoSession>();
    }
    using namespace on_sqlite::blog;
    return orm::models<AuthGroup, AuthGroupPermissions, AuthPermission, AuthUser, AuthUserGroups, AuthUserUserPermissions, Author, Comment, Post, Tag, DjangoAdminLog, DjangoContentType, DjangoSession>();
}

}  // namespace portico::migrations
