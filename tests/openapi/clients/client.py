"""A Python client that was generated from the server's document, in use: `client.py URL ACCOUNT TOKEN CALLBACK_TOKEN`.

What it names must be there by that name, and what it reads must have a type.
"""

import datetime
import json
import sys

from generated.api.check import check_signup
from generated.api.connections import complete_connection, read_connection, submit_signup
from generated.api.sessions import create_signup_session, revoke_signup_session
from generated.client import AuthenticatedClient
from generated.models import (
    Applicant,
    Completion,
    Connection,
    ConnectionStatus,
    Currency,
    Event,
    NewSignupSession,
    Owner,
    Ownership,
    OwnershipOwnershipStructure,
    PaymentOption,
    PaymentOptionType,
    Refusal,
    Report,
    Revenue,
    Signatory,
    Signature,
    Signup,
    SignupRequest,
    SignupSession,
    SignupStoreTypeItem,
    Verifications,
)


def signup(bank_name: str) -> SignupRequest:
    owners = [
        Owner(name="Kari Nordmann", date_of_birth=datetime.date(1990, 9, 20), percentage=51),
        Owner(name="Ola Nordmann", legal_name="Nordmann Holding AS", percentage=49),
    ]
    return SignupRequest(
        signup=Signup(
            payment_options=[payment_option()],
            revenue=Revenue(
                currency=Currency.NOK,
                yearly_revenue="100.000-250.000 NOK",
                highest_transaction_amount="500-1000 NOK",
                average_amount="250-500 NOK",
                accept_prepaid=True,
                subscriptions_or_memberships=True,
                gift_cards=True,
            ),
            bank_name=bank_name,
            account_number="86011117947",
            store_type=[SignupStoreTypeItem.ONLINE],
            ownership=Ownership(
                ownership_structure=OwnershipOwnershipStructure.OWNERS_WITH_MORE_THAN_25, owners=owners
            ),
            verifications=Verifications(
                terms_and_conditions=True,
                terms_and_conditions_url="https://shop.example.com/terms",
                contact_information=True,
                payment_site=True,
                clear_pricing=True,
                payment_product_logos=True,
            ),
            signature=Signature(
                signatures=[Signatory(name="Kari Nordmann", email="kari@example.com")],
                politically_exposed_person=False,
                politically_exposed_associated=False,
            ),
            applicant=Applicant(phone_number="+4799999999"),
        )
    )


def payment_option() -> PaymentOption:
    return PaymentOption(type_=PaymentOptionType.BAMBORA_CREDITCARD, currencies=[Currency.NOK])


def main(url: str, account: str, token: str, callback_token: str) -> None:
    # No proxy is used, even where the environment names one.
    httpx_args = {"trust_env": False}
    client = AuthenticatedClient(base_url=url, token=token, httpx_args=httpx_args)

    report = check_signup.sync(client=client, body=signup("").to_dict())
    assert isinstance(report, Report), report
    errors = [issue.code for issue in report.issues if issue.severity == "error"]
    assert errors == ["bank_name.required"], errors

    refused = submit_signup.sync(account, client=client, body=signup(" "))
    assert isinstance(refused, Refusal), refused
    assert refused.error.code == "not_ready" and refused.error.errors[0].path == "/signup/bank_name", refused

    made = submit_signup.sync(account, client=client, body=signup("DNB"))
    assert isinstance(made, Connection) and made.status == ConnectionStatus.PENDING, made
    event: Event = made.events[0]
    assert event.metadata, event
    assert len(event.metadata["infos"]) == 1, event

    read = read_connection.sync(account, client=client)
    assert isinstance(read, Connection) and json.dumps(read.to_dict()) == json.dumps(made.to_dict()), read

    # The reference is the subject of the token: this one's is another.
    provider = AuthenticatedClient(base_url=url, token=callback_token, httpx_args=httpx_args)
    assert made.direct_signups
    reference = made.direct_signups[0].signup_id
    assert isinstance(reference, str)
    completion = Completion(merchant_number="T1", md5_key="key", payment_options=[payment_option()])
    answer = complete_connection.sync_detailed(account, reference, client=provider, body=completion)
    assert answer.status_code == 403, answer

    link = create_signup_session.sync(account, client=client, body=NewSignupSession(locale="nb"))
    assert isinstance(link, SignupSession) and link.url.startswith(f"{url}/signup/"), link
    revoked = revoke_signup_session.sync_detailed(account, link.id, client=client)
    assert revoked.status_code == 204, revoked


if __name__ == "__main__":
    main(*sys.argv[1:])
