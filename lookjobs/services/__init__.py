"""Use cases of lookjobs, one public function each."""
