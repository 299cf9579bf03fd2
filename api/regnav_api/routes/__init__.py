"""The addresses of the service, a module for each subject. Routes translate; they do not decide."""
