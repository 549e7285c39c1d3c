"""What invented people are called, say and write. Nobody here exists.

Telephone numbers are AAA-555-01XX, the range set aside for invented ones.
"""

from __future__ import annotations

from typing import Final

from ringback.rules.waitingon import Whom

FIRST: Final = (
    "Amara", "Luis", "Grace", "Tomasz", "Ingrid", "Malik", "Rosa", "Henry", "Yuki", "Patrick",
    "Noor", "Elena", "Samuel", "Priya", "Joan", "Dmitri", "Leila", "Oscar", "Hannah", "Kwame",
    "Beatriz", "Walter", "Mei", "Andre", "Ruth", "Farid", "Clara", "Terrence", "Sofia", "Neil",
    "Adaeze", "Victor", "Irene", "Jamal", "Astrid", "Hugo", "Marisol", "Gordon", "Zahra", "Felix",
)  # fmt: skip
LAST: Final = (
    "Abara", "Becker", "Calloway", "Delgado", "Eriksen", "Fontaine", "Greene", "Hassan", "Ibarra",
    "Jennings", "Kowalski", "Lindqvist", "Mbeki", "Novak", "Okonkwo", "Pruitt", "Quintero",
    "Rahman", "Santos", "Tanaka", "Underhill", "Vasquez", "Whitfield", "Xiong", "Yarrow",
    "Zielinski", "Amari", "Brandt", "Castellano", "Dufresne", "Ellison", "Farrow", "Gallagher",
    "Hollis", "Ives", "Jacoby",
)  # fmt: skip
SPANISH_FIRST: Final = ("Carmen", "Rafael", "Lucía", "Ernesto", "Pilar", "Joaquín")
SPANISH_LAST: Final = ("Herrera", "Montoya", "Salcedo", "Ortega", "Villanueva", "Zamora")

AREAS: Final = (
    "202", "212", "215", "216", "301", "303", "305", "312", "313", "314", "315", "401", "404",
    "410", "412", "413", "415", "419", "502", "503", "504", "505", "512", "513", "515", "518",
    "585", "602", "603", "607", "608", "609", "612", "614", "615", "616", "617", "619", "702",
    "704", "713", "716", "718", "757", "802", "803", "804", "813", "816", "845", "860", "914",
)  # fmt: skip

APPOINTMENT: Final = (
    "Anything before the 30th, mornings?",
    "New to the area. Looking for a family doctor for the three of us.",
    "Could I come in after 4 on a weekday? I work until 3:30.",
    "First visit please. My old practice closed in the spring.",
    "Yearly physical, whenever the next opening is. Thursdays are best.",
    "I'd like to move my visit to the week after, if that helps anyone.",
    "Is the doctor taking new patients? My sister comes to you.",
    "Looking for a visit for my mother, she will need the ground floor.",
    "School form needs a signature before the 12th. Any day works.",
    "Please call at lunch, I can't pick up at work before noon.",
    "Two of us would like to come on the same day if that is possible.",
    "I was told to ask for a longer visit the first time.",
)
INTAKE: Final = (
    "Insurance card: the back side could not be read.",
    "Medication list left blank; wrote \u201cwill bring the bottles\u201d.",
    "Consent page not signed.",
    "Emergency contact has a name but no number.",
    "Date of birth and the birth year on the card do not agree.",
    "Pharmacy not filled in.",
    "Previous practice named, but no release signed for the records.",
    "Page 3 of the history did not come through.",
    "Form sent twice with two different addresses.",
)
VOICEMAIL: Final = (
    "Hi, returning your call from this morning. I can talk until two.",
    "It's about the form you sent, I'm not sure which page you still need.",
    "I think I have a visit next week but I lost the card. Could somebody tell me the day?",
    "Sorry to miss you. Please try my work number, it's the one on file.",
    "This is for the front desk, about parking on the day of my visit.",
    "I'd like to ask whether the records from my old doctor arrived.",
    "Hello, my daughter has a visit with you on Thursday and we may be late.",
    "Could you call me back? No rush, any time this afternoon is fine.",
)
HEARD: Final[dict[str, tuple[str, ...]]] = {
    "MISSED": VOICEMAIL,
    "APPT": (
        "I cannot make it on Thursday, could somebody give me another day?",
        "This is about my visit on the 14th. I would need it a week later, please.",
        "Please cancel my visit and call me for a new one. Mornings are best.",
    ),
    "CONFIRM": (
        "You asked me to confirm my visit. Yes, I will be there, please call if that is wrong.",
        "Calling back about the reminder for next week.",
    ),
    "BILL": (
        "I paid this in October and there is another statement in the mail today.",
        "There is a charge on my statement I do not recognize. Could somebody explain it?",
    ),
    "REFER": (
        "The heart doctor's office says they have nothing from you yet.",
        "Did the referral to the eye clinic go out? They could not find it.",
    ),
    "ACCESS": (
        "My father needs somebody who speaks Spanish for his visit. Can you arrange that?",
        "I use a wheelchair and the van needs two days' notice. Who books it?",
    ),
    "RX": (
        "My refill was due on Monday and the pharmacy has not heard from you.",
        "I have about a week left of the blood pressure tablets. Could you send the refill?",
    ),
}
"""What is said on voicemails that turn out to be of each kind."""

PORTAL: Final = (
    "Could the visit summary be sent to my new address?",
    "The link for the form says it has expired. Could you send another?",
    "Is the Tuesday appointment in person or by video?",
)
SPANISH_VOICEMAIL: Final = (
    "Buenos días, quisiera saber si ya llegaron mis papeles. Gracias.",
    "Hola, llamo por la cita de mi mamá. Prefiere por la mañana, si se puede.",
)
SPANISH_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
SPANISH_APPOINTMENT: Final = (
    "Quisiera una primera cita para mi esposo. Por favor llamen después de las cuatro.",
)
EMERGENCY: Final = (
    "He says his chest feels tight and he can't catch his breath. We are at home, please call.",
)
URGENT: Final = (
    "Two tablets left of the blood thinner and the pharmacy says they are waiting on you.",
    "The wound from Tuesday's visit is warm and redder than yesterday. What should I do?",
    "My son's inhaler is nearly empty and we leave for my sister's tonight.",
)
CLINICAL: Final = (
    "Can I take the new tablets together with the old ones?",
    "They said to report it if the swelling came back. It came back this morning.",
    "My mother's numbers at home have been higher than usual since the weekend.",
)

LEARNED: Final = (
    "Wanted to know whether the lab order reached the hospital",
    "Asked which documents to bring to the first visit",
    "Wanted to move next week's visit",
    "Asked for the practice's fax number for another office",
    "Needed directions and where to park",
    "Wanted a copy of the visit summary",
)
REACHED_NOTES: Final = (
    (
        "Reached the patient at the number they called from; said first and last name and date of "
        "birth. {learned}. Answered from the practice's sheet. Nothing further needed; no clinical "
        "questions asked."
    ),
    (
        "Patient picked up, confirmed name and date of birth. {learned}; done while on the line "
        "and read back. They thanked us. No clinical questions asked."
    ),
)
NOTHING_NOTES: Final = (
    (
        "Reached the patient, who had called by mistake and needs nothing. Confirmed the number is "
        "right. No clinical questions asked."
    ),
    (
        "Patient says the question was answered on our site meanwhile. Nothing needed, closed with "
        "their agreement."
    ),
)
BOOKED_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. Offered two times, chose {day}. Will "
        "bring the card and a list of medicines. Cost and coverage not discussed."
    ),
    (
        "Booked for {day} after they checked with work; read back day, time and address. Asked for "
        "the form to be sent again, sent. No promise about coverage made."
    ),
)
WAITING_LIST_NOTES: Final = (
    (
        "Nothing free in the weeks they can come. Put on the wait list with their agreement, "
        "mornings only; we call when something opens. Coverage not discussed."
    ),
)
RECEIVED_NOTES: Final = (
    (
        "Missing page came in by the secure link and was checked against the form: complete now. "
        "Told the patient so at the number on file."
    ),
    (
        "Patient read out the missing number after giving name and date of birth; written into the "
        "form and read back. Form complete."
    ),
)
WILL_SEND_NOTES: Final = (
    (
        "Explained which page is missing. They will send it by the secure link by {day}; told them "
        "whom to ask for if the link fails."
    ),
)
TWO_TRIES_NOTES: Final = (
    (
        "Second try, another time of day, no answer again. No message that says why we call. Two "
        "tries made; if they call, the front desk can take it."
    ),
)
CALLED_US_NOTES: Final = (
    (
        "Patient rang back and was put through; name and date of birth given. {learned}. Answered, "
        "nothing open. No clinical questions asked."
    ),
)
SILENT_TRY_NOTES: Final = (
    "",
    "Rang eight times, no answer and no voicemail. Trying at another time of day.",
    "",
)
MESSAGE_NOTES: Final = (
    "Left the short message: first name, practice, number, hours. Greeting matched the name.",
    "",
)
LATER_NOTES: Final = (
    "Patient was driving; asked us to call at {time}. Promised that time.",
    "At work until then, asked for {time} on the same number. Promised.",
)
ESCALATED_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. Their exact words: \u201c{words}\u201d "
        "Said that this needs the clinical team and that somebody calls back. Nothing advised."
    ),
)
ANSWERS: Final = (
    (
        "Please come in this week so that I can look at it; until then go on as you were told at "
        "the visit. If it gets worse, call us at once."
    ),
    (
        "I have looked at the record. Keep to what is written on the sheet from the visit, and we "
        "go through it together on Thursday."
    ),
)
TOLD_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. Read out the clinician's answer word "
        "for word, they read it back. No further questions."
    ),
)
HOLD_PATIENT_NOTES: Final = (
    "Patient will send a photo of the card tonight by the secure link. Looking again {day}.",
    "They want to ask their employer about the day first and will call us. Looking again {day}.",
)
HOLD_OFFICE_NOTES: Final = (
    "Release faxed to the previous practice, they need two days. Looking again {day}.",
    "The other office is checking which records they hold. Looking again {day}.",
)
WAITING_FOR: Final = {
    Whom.PATIENT: "a photo of the card",
    Whom.RECORDS: "the records of the last two years",
}
GIVEN_BACK: Final = "Wants somebody from the front desk who knows the family"
HANDED_OVER: Final = "She asked for you: you talked on Tuesday"
PUT_RIGHT: Final = "The message went to another patient of the same name"
PUT_ASIDE: Final = "The other office opens later"
HAND_BACK_NOTES: Final = (
    (
        "Patient prefers somebody from the front desk who knows the family. Giving it back so that "
        "one of us takes it before noon."
    ),
)
MOVED_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. Moved the visit to {day}, Main Street, "
        "read back, they agreed; the old time is free again. No preparation for this visit."
    ),
    (
        "They cannot come at the old time because of work. New time {day}, read back, the old time "
        "given free. Nothing to prepare."
    ),
)
CONFIRMED_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. Date, time and place read back; they "
        "know to bring the list of medicines and come ten minutes early."
    ),
)
BILL_NOTES: Final = (
    (
        "Reached the patient, name and date of birth given. The payment and the statement crossed; "
        "a corrected statement goes out by {day}. Coverage not discussed."
    ),
)
REFERRAL_NOTES: Final = (
    (
        "Asked the other office where the referral is and called the patient with the answer: they "
        "are called there to book by {day}. Reference given and read back."
    ),
)
ARRANGED_NOTES: Final = (
    (
        "Interpreter booked for the visit and for our calls, reference on the record. Told them in "
        "Spanish through the service; they know to ask for it at the desk."
    ),
)
REFILL_NOTES: Final = (
    (
        "Looked at the record and decided about the refill. Reached the patient, name and date of "
        "birth given, told them what was decided and when to go to the pharmacy."
    ),
)
