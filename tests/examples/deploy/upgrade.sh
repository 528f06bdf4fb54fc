./blog.new migrate --plan        # what it does, which locks it takes, and whether the version now running goes on
./blog.new migrate
mv blog.new blog                 # the program that runs keeps its old file
systemctl reload blog            # SIGUSR2: the new program gets the sockets, the old one answers what it has
