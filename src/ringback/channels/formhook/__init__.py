"""Forms made with a form builder: each that is sent comes in as one document."""
