project = "Mailer"
extensions = []
