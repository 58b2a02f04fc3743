"""Who somebody is: fresh proofs before what is grave, second factors, providers, the record of the door."""
