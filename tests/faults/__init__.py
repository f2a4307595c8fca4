"""What may befall a build, done to real processes: killed, without room, with a moved clock."""
